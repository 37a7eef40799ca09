/// The rules of `docs/standard-mechanism.md` written down once more, for tests: no code of the simulator is used.
///
/// Nodes have one GPU each, so only numbers of GPUs matter; the shares are taken from outside, as the policy gave
/// them.
struct IndependentRounds {
    struct Job {
        var arrival: Double
        var work: Double
        var gpus: Int
        /// Seconds of work per second, by type; 0 = cannot run there.
        var speeds: [Double]
    }

    /// What a policy answered: shares by job.
    struct Answer {
        var seconds: Double
        var shares: [Int: [Double]]
    }

    struct Outcome: Equatable {
        var end: Double
        var firstStart: Double
    }

    var jobs: [Job]
    /// GPUs of each type, types in the order of their names.
    var capacity: [Int]
    var round = 360.0
    var interval = 0.0
    var moveCost = 0.0
    var seesTypes = true

    private struct Run {
        var type: Int
        var start: Double
        var dead: Double
    }

    /// Plays the answers; nil when the policy was asked about other jobs or at other times than the rules say.
    func play(_ answers: [Answer]) -> [Outcome]? {
        let types = capacity.indices
        var left = jobs.map(\.work)
        var outcome = jobs.map { _ in Outcome(end: .nan, firstStart: .nan) }
        var credit = jobs.map { _ in types.map { _ in 0.0 } }
        var share = jobs.map { _ in types.map { _ in 0.0 } }
        var got = jobs.map { _ in 0.0 }
        var owed = jobs.map { _ in 0.0 }
        var runs: [Int: Run] = [:]
        var active: [Int] = []
        var arrived = 0
        var asked = 0
        var lastAsked = -Double.infinity
        var changed = true
        var known: [[Double]: [Double]] = [:]
        var now = jobs[0].arrival

        func kind(_ j: Int) -> [Double] { jobs[j].speeds + [Double(jobs[j].gpus)] }
        func rounded(_ x: Double) -> Double { (min(max(x, 0), 1) * 1_073_741_824).rounded() / 1_073_741_824 }
        func admit() {
            while arrived < jobs.count, jobs[arrived].arrival <= now {
                active.append(arrived)
                let whole = types.map {
                    Double(capacity[$0]) / Double(active.count) / Double(jobs[arrived].gpus)
                }
                let sum = max(whole.reduce(0, +), 1)
                share[arrived] = (known[kind(arrived)] ?? whole.map { $0 / sum }).map(rounded)
                arrived += 1
                changed = true
            }
        }

        admit()
        while !(active.isEmpty && arrived == jobs.count) {
            if active.isEmpty {
                now = jobs[arrived].arrival
                admit()
                continue
            }
            if changed && now - lastAsked >= interval {
                guard asked < answers.count, answers[asked].seconds == now,
                    answers[asked].shares.keys.sorted() == active
                else { return nil }
                known = [:]
                for j in active {
                    let given = answers[asked].shares[j] ?? []
                    share[j] = given.map(rounded)
                    if known[kind(j)] == nil { known[kind(j)] = given }
                }
                asked += 1
                lastAsked = now
                changed = false
            }
            for j in active {
                for t in types where jobs[j].speeds[t] > 0 {
                    credit[j][t] = min(credit[j][t] + share[j][t] * round, 10 * round)
                    owed[j] += share[j][t] * round
                }
            }
            var free = capacity
            var chosen: [Int: Int] = [:]
            for (j, run) in runs where run.dead >= round && now < run.start + run.dead + round {
                chosen[j] = run.type
                free[run.type] -= jobs[j].gpus
            }
            var list: [(j: Int, t: Int)] = []
            for j in active {
                for t in types where credit[j][t] > 0 && jobs[j].speeds[t] > 0 { list.append((j, t)) }
            }
            list.sort {
                (-credit[$0.j][$0.t], -share[$0.j][$0.t], $0.j, $0.t)
                    < (-credit[$1.j][$1.t], -share[$1.j][$1.t], $1.j, $1.t)
            }
            for (j, t) in list where chosen[j] == nil && free[t] >= jobs[j].gpus {
                chosen[j] = t
                free[t] -= jobs[j].gpus
            }
            let poor = active.filter { chosen[$0] == nil }.map { j in
                (got[j] == 0 ? 0 : owed[j] > 0 ? got[j] / owed[j] : .infinity, j)
            }.sorted { $0 < $1 }
            for (_, j) in poor {
                let room = types.filter { jobs[j].speeds[$0] > 0 && free[$0] >= jobs[j].gpus }
                let worth = { (t: Int) in seesTypes ? jobs[j].speeds[t] : Double(free[t]) }
                guard let best = room.map(worth).max(), let t = room.first(where: { worth($0) == best })
                else {
                    continue
                }
                chosen[j] = t
                free[t] -= jobs[j].gpus
            }
            for j in active where runs[j]?.type != chosen[j] {
                runs[j] = chosen[j].map { t in
                    let isFirst = outcome[j].firstStart.isNaN
                    if isFirst { outcome[j].firstStart = now }
                    return Run(type: t, start: now, dead: isFirst ? 0 : moveCost)
                }
            }
            let boundary = now + round
            for (j, run) in runs {
                let begin = max(now, run.start + run.dead)
                let end = begin + left[j] / jobs[j].speeds[run.type]
                let until = min(end, boundary)
                credit[j][run.type] = max(credit[j][run.type] - (until - now), -10 * round)
                got[j] += until - now
                if end <= boundary {
                    outcome[j].end = end
                    active.removeAll { $0 == j }
                    runs[j] = nil
                    changed = true
                } else {
                    left[j] -= max(0, boundary - begin) * jobs[j].speeds[run.type]
                }
            }
            now = boundary
            admit()
        }
        return asked == answers.count ? outcome : nil
    }
}
