internal import HeartbeatFile

/// Walks the wall clock of a zone and collects the minutes that an expression names.
struct CronWalk {
    let expression: CronExpression
    let table: ZoneTable

    func slots(after: Int, upTo: Int, limit: Int) -> [Int] {
        var found: [Int] = []
        var wallSeen = Int.min
        for stretch in table.stretches {
            let isGapBefore = wallSeen != .min && wallSeen < stretch.wallStart
            if isGapBefore, !expression.followsElapsedTime, stretch.start > after, stretch.start <= upTo,
                isAnyDue(wall: wallSeen..<stretch.wallStart)
            {
                found.append(wholeMinute(stretch.start))
            }
            var from = max(stretch.wallStart, after + 1 + stretch.offset)
            // The second pass of a doubled hour shows times that were there before.
            if !expression.followsElapsedTime { from = max(from, wallSeen) }
            let to = min(stretch.wallEnd, upTo + 1 + stretch.offset)
            if from < to {
                walk(wall: from..<to) { wall in
                    let slot = wall - stretch.offset
                    if found.last != slot { found.append(slot) }
                    return found.count < limit
                }
            }
            wallSeen = max(wallSeen, stretch.wallEnd)
            if found.count >= limit || stretch.end > upTo { break }
        }
        return Array(found.prefix(limit))
    }

    private func isAnyDue(wall: Range<Int>) -> Bool {
        var isDue = false
        walk(wall: wall) { _ in
            isDue = true
            return false
        }
        return isDue
    }

    /// Visits the due minutes of a range of wall-clock seconds, in order, until told to stop.
    private func walk(wall: Range<Int>, _ visit: (Int) -> Bool) {
        let minutes = expression.minutes.values
        let hours = expression.hours.values
        var day = Instant.floorDivided(wall.lowerBound, 86_400)
        while day * 86_400 < wall.upperBound {
            let date = CivilDate(dayNumber: day)
            let (_, month, dayOfMonth) = date.parts
            if expression.isDue(month: month, day: dayOfMonth, weekday: date.weekday) {
                for hour in hours {
                    for minute in minutes {
                        let time = day * 86_400 + hour * 3600 + minute * 60
                        if time < wall.lowerBound { continue }
                        if time >= wall.upperBound { return }
                        if !visit(time) { return }
                    }
                }
            }
            day += 1
        }
    }

    /// Old zones changed at odd seconds; slots are whole minutes.
    private func wholeMinute(_ seconds: Int) -> Int { Instant.floorDivided(seconds + 59, 60) * 60 }
}
