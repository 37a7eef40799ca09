internal import Cluster
private import Kit

/// A `.viz.bin` file as a record.
///
/// Round r of such a file shows what ran in the round before, so its jobs get their GPUs when round r - 1 has
/// begun and give them back when round r begins. Arrivals and completions are known to the round only.
struct VizBinImport {
    private let file: VizBinFile
    private let places: VizBinLayout
    private let jobs: VizBinJobs
    private let writer: RecordWriter
    private var rows: VizBinRows
    private var report: RecordImportReport
    /// The job's number in the record, which is its order of arrival; -1 = not arrived.
    private var numberOfJob: [Int]
    private var hasEnded: [Bool]
    private var arrivedCount = 0
    private var running: [VizBinRows.Holding] = []
    private var holdStart = 0.0
    private var goneCount = 0
    private var earlyCount = 0

    static func write(
        _ file: VizBinFile, hash: String, to output: String, options: RecordImport.Options
    ) throws -> RecordImportReport {
        var report = RecordImportReport(
            format: "viz-bin version \(file.version)"
                + (file.jobRecordBytes == 16 ? ", job records of 16 bytes" : ""), path: file.path)
        let places = try VizBinLayout.fitting(file, report: &report)
        var rows = VizBinRows(file, places: places)
        let jobs = try VizBinJobs(file, rows: &rows, places: places, report: &report)
        var provenance = RecordImport.provenance(
            places.layout, format: .vizBin, path: file.path, hash: hash, version: .int(file.version),
            options: options)
        let policy = file.configured("policy") as? String ?? ""
        provenance.policy = options.policyNames[policy] ?? policy
        if let window = file.configured("measurement_window") as? [String: Any],
            let first = window["start_job"] as? Int, let end = window["end_job"] as? Int, first >= 0,
            first < end
        {
            provenance.window = first..<end
        }
        let writer = try RecordWriter(path: output, provenance: provenance, appearsWhole: true)
        var run = VizBinImport(file, places, jobs, rows, writer, report)
        return try run.write()
    }

    private init(
        _ file: VizBinFile, _ places: VizBinLayout, _ jobs: VizBinJobs, _ rows: VizBinRows,
        _ writer: RecordWriter, _ report: RecordImportReport
    ) {
        (self.file, self.places, self.jobs, self.rows) = (file, places, jobs, rows)
        (self.writer, self.report) = (writer, report)
        numberOfJob = Array(repeating: -1, count: jobs.jobs.count)
        hasEnded = Array(repeating: false, count: jobs.jobs.count)
    }

    private mutating func write() throws -> RecordImportReport {
        for jobClass in jobs.classes { _ = writer.addClass(jobClass) }
        if file.roundCount > 0 {
            let first = try rows.row(0)
            let count = Int(first.state.runningJobCount) + Int(first.state.queuedJobCount)
            for job in jobs.arrivals(atRow: 0).prefix(count) { arrive(job, seconds: first.seconds) }
            try hold(first, seconds: first.seconds)
            for index in 0..<file.roundCount { try take(index) }
        }
        report.note(
            "early-arrivals", earlyCount,
            "jobs that run before the file says that they arrive: they arrive then")
        report.note(
            "given-up", goneCount,
            "jobs that neither run nor wait any more and never completed: they are given up")
        report.roundCount = file.roundCount
        report.jobCount = arrivedCount
        report.absent +=
            [
                "work and speeds of jobs: the record has 0",
                "arrivals and completions within a round: arrivals count from the beginning of their round, and "
                    + "completion times are kept as far as that allows",
                "decisions, shares, prices and reasons: the record has none",
                "times have 24 bits",
            ] + dropped
        try writer.finish(summary: nil)
        return report
    }

    /// What the file says and the record does not take over.
    private var dropped: [String] {
        guard file.roundCount > 0 else { return [] }
        let isRecounted = !jobs.jobs.isEmpty
        var dropped = [
            "mean completion time and completions per hour of each round: dropped"
                + (isRecounted
                    ? ", exports count them anew from the jobs that complete"
                    : ", and lost: the file has telemetry only, no jobs to count them from")
        ]
        if isRecounted {
            dropped.append(
                "the log's own counts of running, waiting and completed jobs: kept with each round, but pages and "
                    + "tables count the jobs themselves, which may differ")
        }
        if let order = places.newOrder(file) { dropped.append(order) }
        return dropped
    }

    /// A round: what ran until now ends, jobs complete and arrive, and what the next round shows begins.
    private mutating func take(_ index: Int) throws {
        let row = try rows.row(index)
        try writer.beginRound(told(row))
        var ending: [(job: Int, seconds: Double)] = []
        for holding in running {
            let isLast = jobs.endRow[holding.job] == index
            let end = isLast ? jobs.endSeconds(holding.job, from: holdStart, now: row.seconds) : row.seconds
            writer.leave(
                job: numberOfJob[holding.job], toSeconds: min(end, row.seconds), nowSeconds: row.seconds)
            if isLast { ending.append((holding.job, end)) }
        }
        let before = running
        running = []
        for job in jobs.arrivals(atRow: index) where numberOfJob[job] < 0 {
            arrive(job, seconds: row.seconds)
        }
        let held = Set(ending.map(\.job))
        for job in jobs.endings(atRow: index) where numberOfJob[job] >= 0 && !held.contains(job) {
            ending.append((job, jobs.endSeconds(job, from: row.seconds, now: row.seconds)))
        }
        for (job, seconds) in ending where seconds <= row.seconds {
            end(job, atSeconds: seconds, now: row.seconds, isCompleted: true)
        }
        for job in jobs.lost(atRow: index) where numberOfJob[job] >= 0 && !hasEnded[job] {
            goneCount += 1
            end(job, atSeconds: row.seconds, now: row.seconds, isCompleted: false)
        }
        let later = ending.filter { $0.seconds > row.seconds }
        if index + 1 < file.roundCount {
            let leaving = Set(later.map(\.job))
            try hold(
                try rows.row(index + 1), seconds: row.seconds,
                before: before.filter { !leaving.contains($0.job) })
        }
        for (job, seconds) in later.sorted(by: {
            $0.seconds != $1.seconds ? $0.seconds < $1.seconds : $0.job < $1.job
        }) {
            end(job, atSeconds: seconds, now: seconds, isCompleted: true)
        }
    }

    private func told(_ row: VizBinRows.Row) -> RecordedRound {
        var used = [Int](repeating: 0, count: places.layout.types.count)
        for (type, count) in row.state.usedGPUsOfType.enumerated() where places.typeOfType[type] >= 0 {
            used[places.typeOfType[type]] += Int(count)
        }
        let running = Int(row.state.runningJobCount)
        return RecordedRound(
            round: Int(row.state.round), nowSeconds: row.seconds, arrivedJobCount: arrivedCount,
            activeJobCount: running + Int(row.state.queuedJobCount), runningJobCount: running,
            endedJobCount: Int(row.state.completedJobCount), usedGPUsOfType: used,
            bookedUtilization: Double(row.state.utilization))
    }

    private mutating func arrive(_ job: Int, seconds: Double) {
        numberOfJob[job] = arrivedCount
        arrivedCount += 1
        let found = jobs.jobs[job]
        writer.arrive(
            RecordedJob(
                id: found.id, classIndex: found.classIndex, milliPerGPU: found.milliPerGPU,
                arrivalSeconds: jobs.arrivalSeconds(job, noticed: seconds), noticedSeconds: seconds,
                totalSteps: 0))
    }

    private mutating func end(_ job: Int, atSeconds seconds: Double, now: Double, isCompleted: Bool) {
        hasEnded[job] = true
        writer.end(
            RecordedEnd(
                nowSeconds: now, job: numberOfJob[job], endSeconds: seconds, isCompleted: isCompleted))
    }

    /// Gives out what a row shows; who stays goes first, in the order of before.
    private mutating func hold(
        _ row: VizBinRows.Row, seconds: Double, before: [VizBinRows.Holding] = []
    ) throws {
        var holdingOfJob: [Int: VizBinRows.Holding] = [:]
        for holding in row.holdings { holdingOfJob[holding.job] = holding }
        let kept = before.compactMap { holdingOfJob.removeValue(forKey: $0.job) }
        let fresh = row.holdings.filter { holdingOfJob[$0.job] != nil }
        for holding in fresh where numberOfJob[holding.job] < 0 {
            earlyCount += 1
            arrive(holding.job, seconds: seconds)
        }
        // Tenants of a shared GPU stand in its slots in the order in which they came.
        let ordered = row.state.shared.isEmpty ? kept + fresh : row.holdings
        for holding in ordered where !hasEnded[holding.job] {
            writer.place(
                RecordedPlacement(
                    nowSeconds: seconds, job: numberOfJob[holding.job], type: holding.type,
                    gpus: holding.gpus, milliPerGPU: holding.milliPerGPU))
            running.append(holding)
            report.stayCount += 1
        }
        holdStart = seconds
        let now = Dictionary(uniqueKeysWithValues: running.map { ($0.job, $0.gpus) })
        for old in before where !hasEnded[old.job] {
            guard let gpus = now[old.job] else {
                writer.preempt(job: numberOfJob[old.job], nowSeconds: seconds)
                continue
            }
            if !gpus.hasSameGPUs(as: old.gpus) { writer.move(job: numberOfJob[old.job], nowSeconds: seconds) }
        }
    }
}
