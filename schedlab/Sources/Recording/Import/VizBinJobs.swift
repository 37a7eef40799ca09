/// The jobs of a `.viz.bin` file, with the rows in which they come and go.
struct VizBinJobs {
    /// A job.
    struct Job {
        /// Its id, without the offset of our own exports.
        var id: UInt32
        var classIndex: Int
        var milliPerGPU = 1000
        var arrivalRow: Int
        /// nil = not completed.
        var completionRow: Int?
        /// 0 = not told.
        var durationSeconds: Double
    }

    /// Classes of jobs.
    private(set) var classes: [RecordedClass] = []
    /// The jobs: those of the file, then those that only rounds know.
    private(set) var jobs: [Job] = []
    /// The row in which a job ends; -1 = it does not.
    private(set) var endRow: [Int]
    private var secondsOfRow: [Double] = []
    private var arrivalsOfRow: [[Int]] = []
    private var endingsOfRow: [[Int]] = []
    private var lostOfRow: [[Int]] = []

    /// Reads the table and looks through all rounds.
    init(
        _ file: VizBinFile, rows: inout VizBinRows, places: VizBinLayout, report: inout RecordImportReport
    ) throws {
        endRow = []
        let offset = UInt32(exactly: file.configured("job_id_offset") as? Int ?? 0) ?? 0
        if offset > 0 {
            report.note(
                "job-id-offset", file.jobs.count,
                "job ids are \(offset) higher than the jobs' own: shifted back")
        }
        let labels = (0..<file.roundCount).map { Int(file.roundNumber($0)) }
        try readTable(file, offset: offset, labels: labels, rows: &rows)
        try surveyRounds(file, offset: offset, rows: &rows, places: places, report: &report)
        if zip(labels, labels.dropFirst()).contains(where: { $1 != $0 + 1 }) {
            report.absent.append(
                "some rounds: what a round shows is taken to have run since the one before it in the file")
        }
        try followJobs(file, rows: &rows, report: &report)
    }

    /// Jobs that arrive in a row's round, in the order of the table.
    func arrivals(atRow row: Int) -> [Int] { arrivalsOfRow[row] }

    /// Jobs that complete in a row's round.
    func endings(atRow row: Int) -> [Int] { endingsOfRow[row] }

    /// Jobs that are not seen any more after a row, without having completed.
    func lost(atRow row: Int) -> [Int] { lostOfRow[row] }

    /// When a job arrived: when it was noticed, or earlier where its completion time says so.
    func arrivalSeconds(_ job: Int, noticed: Double) -> Double {
        let duration = jobs[job].durationSeconds
        guard endRow[job] >= 0, duration > 0 else { return noticed }
        return max(0, min(noticed, latestEndSeconds(job) - duration))
    }

    /// When a job completed, as near to its completion time as its rounds allow; not before its last round's work.
    func endSeconds(_ job: Int, from: Double, now: Double) -> Double {
        let duration = jobs[job].durationSeconds
        guard duration > 0 else { return now }
        let arrival = arrivalSeconds(job, noticed: secondsOfRow[jobs[job].arrivalRow])
        return min(max(arrival + duration, from), max(latestEndSeconds(job), now))
    }

    /// A job that completes in a row's round has completed when the next one begins.
    private func latestEndSeconds(_ job: Int) -> Double {
        endRow[job] + 1 < secondsOfRow.count ? secondsOfRow[endRow[job] + 1] : .infinity
    }

    // MARK: Reading

    private mutating func readTable(
        _ file: VizBinFile, offset: UInt32, labels: [Int], rows: inout VizBinRows
    ) throws {
        var names: [Int: String] = [:]
        for type in file.configured("job_types") as? [[String: Any]] ?? [] {
            if let id = type["id"] as? Int { names[id] = type["name"] as? String }
        }
        let row = { (label: UInt32) in Self.row(of: Int(label), labels) }
        for (index, job) in file.jobs.enumerated() {
            guard rows.indexOfID.updateValue(index, forKey: job.id) == nil else {
                throw RecordError.malformedImport(
                    path: file.path, place: "job \(index)", problem: "two jobs have the id \(job.id)")
            }
            let isCompleted = job.durationSeconds > 0 || job.completionRound > 0
            jobs.append(
                Job(
                    id: job.id >= offset ? job.id - offset : job.id,
                    classIndex: classIndex(
                        names[Int(job.type)] ?? "type \(job.type)", max(Int(job.scaleFactor), 1)),
                    arrivalRow: row(job.arrivalRound),
                    completionRow: isCompleted ? max(row(job.completionRound), row(job.arrivalRound)) : nil,
                    durationSeconds: job.durationSeconds.isFinite ? max(0, Double(job.durationSeconds)) : 0))
        }
    }

    private mutating func classIndex(_ model: String, _ scaleFactor: Int) -> Int {
        if let index = classes.firstIndex(where: { $0.model == model && $0.scaleFactor == scaleFactor }) {
            return index
        }
        classes.append(RecordedClass(model: model, scaleFactor: scaleFactor, rates: []))
        return classes.count - 1
    }

    /// The last row whose number is at most a label.
    private static func row(of label: Int, _ labels: [Int]) -> Int {
        var low = 0
        var high = labels.count
        while low < high {
            let middle = (low + high) / 2
            if labels[middle] <= label { low = middle + 1 } else { high = middle }
        }
        return max(low - 1, 0)
    }

    /// Shares, jobs that are not in the table, and where job 0 may be.
    private mutating func surveyRounds(
        _ file: VizBinFile, offset: UInt32, rows: inout VizBinRows, places: VizBinLayout,
        report: inout RecordImportReport
    ) throws {
        let zero = offset == 0 ? rows.indexOfID[0] : nil
        var search = zero.flatMap { job -> VizBinJobZero? in
            let last = jobs[job].completionRow ?? file.roundCount - 1
            guard jobs[job].arrivalRow <= last else { return nil }
            return VizBinJobZero(
                job: job, scaleFactor: classes[jobs[job].classIndex].scaleFactor,
                rows: jobs[job].arrivalRow...last, gpuCount: file.gpuCount)
        }
        var strangers: [UInt32: Int] = [:]
        for index in 0..<file.roundCount {
            let state = try file.round(index)
            search?.survey(state, row: index, places: places)
            var gpusOfStranger: [UInt32: Int] = [:]
            for id in state.jobOfGPU where id != 0 && (rows.indexOfID[id] == nil || strangers[id] != nil) {
                gpusOfStranger[id, default: 0] += 1
            }
            for id in gpusOfStranger.keys.sorted() where strangers[id] == nil {
                strangers[id] = jobs.count
                rows.indexOfID[id] = jobs.count
                jobs.append(
                    Job(
                        id: id >= offset ? id - offset : id,
                        classIndex: classIndex("not in the table", gpusOfStranger[id] ?? 1),
                        arrivalRow: max(index - 1, 0), completionRow: nil, durationSeconds: 0))
            }
            for shared in state.shared {
                for id in shared.slots where id != 0 {
                    guard let job = rows.indexOfID[id] else { continue }
                    let milli = 250 * shared.slots.count { $0 == id }
                    jobs[job].milliPerGPU = min(jobs[job].milliPerGPU, milli)
                }
            }
        }
        rows.jobZero = search
        report.note(
            "unknown-jobs", strangers.count,
            "jobs hold GPUs but are not in the table: added with the GPUs that they hold")
    }

    /// When jobs are seen for the last time, which corrects when they end.
    private mutating func followJobs(
        _ file: VizBinFile, rows: inout VizBinRows, report: inout RecordImportReport
    ) throws {
        var lastHeld = [Int](repeating: -1, count: jobs.count)
        var lastSeen = lastHeld
        var (certain, guessed, tenants) = (0, 0, 0)
        for index in 0..<file.roundCount {
            let row = try rows.row(index)
            secondsOfRow.append(row.seconds)
            for holding in row.holdings {
                lastHeld[holding.job] = index
                lastSeen[holding.job] = index
            }
            for job in row.queue { lastSeen[job] = index }
            switch row.jobZero {
            case .notThere: tenants += row.queuedHolderCount
            case .certain, .guessed: tenants += max(row.queuedHolderCount - 1, 0)
            }
            if row.jobZero == .certain { certain += 1 }
            if row.jobZero == .guessed { guessed += 1 }
        }
        report.note(
            "job-zero", certain + guessed,
            "rounds in which job 0 was drawn as idle and told as waiting: it is on the GPUs that are in use by their count"
                + (guessed > 0
                    ? "; in \(guessed) of them more GPUs were idle than it takes, and which it had is a guess"
                    : ""))
        report.note(
            "queued-tenants", tenants, "times that a job was told as waiting while it ran on a GPU: it runs")
        arrange(file, lastHeld, lastSeen, &report)
    }

    private mutating func arrange(
        _ file: VizBinFile, _ lastHeld: [Int], _ lastSeen: [Int], _ report: inout RecordImportReport
    ) {
        endRow = Array(repeating: -1, count: jobs.count)
        arrivalsOfRow = Array(repeating: [], count: max(file.roundCount, 1))
        endingsOfRow = arrivalsOfRow
        lostOfRow = arrivalsOfRow
        var (late, vanished) = (0, 0)
        let lastRow = file.roundCount - 1
        for (index, job) in jobs.enumerated() {
            arrivalsOfRow[job.arrivalRow].append(index)
            let gone = max(lastSeen[index], job.arrivalRow)
            if let completion = job.completionRow {
                endRow[index] = max(completion, lastHeld[index])
                if lastHeld[index] > completion { late += 1 }
                endingsOfRow[endRow[index]].append(index)
            } else if gone < lastRow {
                if file.jobRecordBytes == 16 {
                    vanished += 1
                    endRow[index] = gone
                    endingsOfRow[gone].append(index)
                } else {
                    lostOfRow[gone].append(index)
                }
            }
        }
        report.note(
            "late-completions", late,
            "jobs hold GPUs after the round of their completion: they complete when they are seen last")
        report.note(
            "vanished", vanished,
            "jobs that neither run nor wait any more, in a form that does not tell completions: they complete then"
        )
    }
}
