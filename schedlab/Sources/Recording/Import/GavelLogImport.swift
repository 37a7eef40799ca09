internal import Cluster
private import Kit
private import Simulation
internal import Workload

/// A log of Gavel's simulator as a record.
///
/// A log tells when pieces of work begin and when jobs complete. When the other pieces of a round end follows from
/// the speeds of jobs; it is believed where the longest piece ends exactly when the log's next round begins.
struct GavelLogImport {
    private let file: GavelLogFile
    private let layout: ClusterLayout
    private let writer: RecordWriter
    private var jobs: GavelLogJobs
    private var pieces: GavelLogPieces
    private var report: RecordImportReport
    private var clock = 0.0
    /// When the pieces that run end; nil while that is not known.
    private var closing: Double?
    private var completions: [(job: Int, seconds: Double)] = []
    /// Whether GPUs were given out at the clock's time.
    private var hasPlaced = false
    private var roundCount = 0
    private var (odd, double, packed) = (0, 0, 0)

    static func write(
        _ file: GavelLogFile, hash: String, to output: String, options: RecordImport.Options
    ) throws -> RecordImportReport {
        var report = RecordImportReport(format: "gavel-log", path: file.path)
        let layout = try file.layout(given: options.layout, report: &report)
        var provenance = RecordImport.provenance(
            layout, format: .gavelLog, path: file.path, hash: hash, version: .null, options: options)
        provenance.mechanism = "gavel"
        provenance.policy = options.policyNames[file.policy] ?? file.policy
        provenance.seed = file.seed
        provenance.roundSeconds = file.roundSeconds
        provenance.reasons = file.hasReasons ? .all : .none
        let writer = try RecordWriter(path: output, provenance: provenance, appearsWhole: true)
        var run = GavelLogImport(file, layout, writer, report, options.speeds)
        return try run.write()
    }

    private init(
        _ file: GavelLogFile, _ layout: ClusterLayout, _ writer: RecordWriter, _ report: RecordImportReport,
        _ speeds: SpeedBook
    ) {
        (self.file, self.layout, self.writer, self.report) = (file, layout, writer, report)
        jobs = GavelLogJobs(layout: layout, speeds: speeds)
        pieces = GavelLogPieces(roundSeconds: file.roundSeconds)
    }

    private mutating func write() throws -> RecordImportReport {
        var run = self
        try file.forEachLine { try run.take($0) }
        try run.close()
        self = run
        if let first = file.unreadableLines.first {
            report.note(
                "unreadable-lines", file.unreadableLines.count,
                "lines that cannot be read, the first is line \(first): left out")
        }
        report.note(
            "unknown-jobs", jobs.strangerCount,
            "jobs get GPUs or complete before the log says that they arrive: they arrive then")
        report.note(
            "worker-types", odd, "placements on GPUs of another type than the line says: the GPUs count")
        report.note(
            "double-placements", double, "placements of a job that has GPUs already in that round: left out")
        report.note(
            "packed-jobs", packed, "jobs that were packed onto GPUs together: each has an equal share of them"
        )
        report.note(
            "piece-ends", pieces.uncertainRoundCount,
            "rounds in which the ends of pieces do not follow from known speeds: they last to the end of the round"
        )
        report.roundCount = roundCount
        report.jobCount = jobs.count
        report.stayCount = pieces.count
        if !file.hasTelemetry {
            report.absent.append(
                "the state of rounds (TELEMETRY): rounds are counted by the times at which jobs got GPUs")
        }
        if !file.hasReasons { report.absent.append("priorities, deficits and shares") }
        report.absent.append(
            "answers of the policy as a whole, prices, and why jobs got these GPUs: the record has none")
        try writer.finish(summary: nil)
        return report
    }

    private mutating func take(_ line: GavelLogLine) throws {
        if case .other = line.content { return }
        let isLater = line.seconds.map { $0 > clock } ?? false
        if let seconds = line.seconds, isLater { try advance(to: seconds) }
        if case .completion(let fields) = line.content { return complete(fields) }
        // The state of a round is told before its pieces are taken off the GPUs.
        if case .telemetry(let fields) = line.content, isLater { return try beginRound(fields) }
        flush()
        switch line.content {
        case .telemetry(let fields): try beginRound(fields)
        case .arrival(let fields): arrive(fields)
        case .placement(let placement): try place(placement, line: line.number)
        case .allocation(let entries):
            for entry in entries {
                try place(entry.job, entry.gpus, milli: nil, told: nil, line: line.number)
            }
        case .completion, .header, .unreadable, .other: break
        }
    }

    // MARK: Time

    private mutating func advance(to seconds: Double) throws {
        flush()
        let isRoundOver = !file.hasTelemetry && hasPlaced
        closeSchedule()
        if isRoundOver { try beginCountedRound() }
        clock = seconds
        if pieces.isRunning { closing = seconds }
    }

    /// The pieces of the round end, latest first, and jobs complete with them.
    private mutating func flush() {
        guard let now = closing else {
            for (job, seconds) in completions { end(job, atSeconds: seconds, isCompleted: true) }
            completions = []
            return
        }
        closing = nil
        let ended = pieces.close(at: now, completions: completions)
        for piece in ended {
            writer.leave(
                job: piece.job, toSeconds: piece.toSeconds, nowSeconds: now, isCredited: piece.isCredited,
                pieceSeconds: piece.fullSeconds)
            if let isCompleted = piece.outcome {
                end(piece.job, atSeconds: piece.toSeconds, isCompleted: isCompleted)
            }
        }
        for (job, seconds) in completions where !jobs.hasEnded(job) {
            end(job, atSeconds: seconds, isCompleted: true)
        }
        completions = []
    }

    private mutating func end(_ job: Int, atSeconds seconds: Double, isCompleted: Bool) {
        guard jobs.end(job) else { return }
        writer.end(
            RecordedEnd(
                nowSeconds: clock, job: job, endSeconds: min(seconds, clock), isCompleted: isCompleted))
    }

    /// Who was moved and who lost GPUs is clear once all jobs of the round have theirs.
    private mutating func closeSchedule() {
        hasPlaced = false
        for change in pieces.changes() where !jobs.hasEnded(change.job) {
            if change.isMove {
                writer.move(job: change.job, nowSeconds: clock)
            } else {
                writer.preempt(job: change.job, nowSeconds: clock)
            }
        }
    }

    private mutating func close() throws {
        flush()
        let isRoundOver = hasPlaced
        if isRoundOver { closeSchedule() }
        if isRoundOver && !file.hasTelemetry { try beginCountedRound() }
    }

    // MARK: Events

    private mutating func beginRound(_ fields: GavelLogFields) throws {
        closeSchedule()
        if let seconds = fields.number("sim_time"), seconds > clock {
            try advance(to: seconds)
            flush()
        }
        let running = fields.count("jobs_running")
        try writer.beginRound(
            RecordedRound(
                round: fields.count("round"), nowSeconds: clock,
                arrivedJobCount: fields.count("jobs_generated"),
                activeJobCount: fields.count("jobs_active"), runningJobCount: running,
                endedJobCount: fields.count("jobs_completed_total"),
                usedGPUsOfType: layout.types.map { fields.count("\($0.name)_used") },
                nextArrivalSeconds: fields.number("next_arrival"),
                bookedUtilization: fields.number("utilization") ?? 0))
        roundCount += 1
    }

    private mutating func beginCountedRound() throws {
        try writer.beginRound(
            RecordedRound(
                round: roundCount, nowSeconds: clock, arrivedJobCount: jobs.count,
                activeJobCount: jobs.count - jobs.endedCount, runningJobCount: pieces.runningCount,
                endedJobCount: jobs.endedCount,
                usedGPUsOfType: pieces.usedGPUs(typeCount: layout.types.count)))
        roundCount += 1
    }

    private mutating func arrive(_ fields: GavelLogFields) {
        guard let id = fields.jobID, jobs.number(of: id) == nil else { return }
        let noticed = fields.number("sim_time").map { max($0, clock) } ?? clock
        let arrival = min(fields.number("arrival_time") ?? noticed, noticed)
        let request = fields.number("gpu_request") ?? 1
        add(
            id, model: fields.text("job_type"), scaleFactor: max(fields.count("scale_factor"), 1),
            milli: request > 0 && request < 1 ? max(1, Int((request * 1000).rounded())) : 1000,
            steps: fields.number("total_steps") ?? 0, arrival: arrival)
    }

    private mutating func add(
        _ id: UInt32, model: String, scaleFactor: Int, milli: Int, steps: Double, arrival: Double
    ) {
        let (row, isNew) = jobs.classRow(model: model, scaleFactor: scaleFactor)
        if isNew { _ = writer.addClass(jobs.classes[row]) }
        jobs.add(id, classRow: row, milliPerGPU: milli)
        pieces.addJob(totalSteps: steps)
        writer.arrive(
            RecordedJob(
                id: id, classIndex: row, milliPerGPU: milli, arrivalSeconds: arrival, noticedSeconds: clock,
                totalSteps: steps))
    }

    private mutating func number(of id: UInt32, gpuCount: Int) -> Int {
        if let number = jobs.number(of: id) { return number }
        jobs.strangerCount += 1
        add(id, model: "not told", scaleFactor: gpuCount, milli: 1000, steps: 0, arrival: clock)
        return jobs.count - 1
    }

    private mutating func complete(_ fields: GavelLogFields) {
        guard let id = fields.jobID, let number = jobs.number(of: id) else { return }
        let start = fields.number("start_time") ?? 0
        let told = fields.number("end_time") ?? fields.number("duration").map { start + $0 } ?? clock
        let seconds = told.isFinite ? told : clock
        if let now = fields.number("sim_time"), now > clock {
            clock = now
            if closing != nil { closing = now }
        }
        completions.append((number, seconds))
    }

    private mutating func place(_ placement: GavelLogLine.Placement, line: Int) throws {
        let isPacked = placement.jobs.count > 1
        if isPacked { packed += placement.jobs.count }
        for job in placement.jobs {
            try place(
                job, placement.gpus, milli: isPacked ? 1000 / placement.jobs.count : nil, told: placement,
                line: line)
        }
    }

    private mutating func place(
        _ id: UInt32, _ gpus: [Int32], milli: Int?, told: GavelLogLine.Placement?, line: Int
    ) throws {
        guard let first = gpus.first, gpus.allSatisfy({ $0 >= 0 && Int($0) < layout.gpuCount }),
            Set(gpus).count == gpus.count
        else {
            throw RecordError.malformedImport(
                path: file.path, place: "line \(line)",
                problem:
                    "GPUs \(gpus.prefix(8)) of a cluster of \(layout.gpuCount); give --cluster if it is larger"
            )
        }
        let job = number(of: id, gpuCount: gpus.count)
        let type = layout.nodes[Int(layout.nodeOfGPU[Int(first)])].typeIndex
        guard gpus.allSatisfy({ layout.types[type].gpus.contains(Int($0)) }) else {
            throw RecordError.malformedImport(
                path: file.path, place: "line \(line)",
                problem: "job \(id) gets GPUs of different types at once")
        }
        if let told, told.type.lowercased() != layout.types[type].name.lowercased() { odd += 1 }
        guard !pieces.isRunning(job), !jobs.hasEnded(job) else {
            double += 1
            return
        }
        if !file.hasTelemetry && roundCount == 0 { try beginCountedRound() }
        hasPlaced = true
        let runs = GPURuns(gpus)
        let milli = milli ?? jobs.milliPerGPU(job)
        let why = told.flatMap { told -> PlacementWhy? in
            guard file.hasReasons, let priority = told.priority, let deficit = told.deficitSeconds else {
                return nil
            }
            let shares = layout.types.map { type in
                told.shares.first { $0.type.lowercased() == type.name.lowercased() }?.share ?? 0
            }
            return PlacementWhy(
                reason: pieces.wasOn(job, runs) ? .kept : nil, priority: priority, deficitSeconds: deficit,
                shares: shares)
        }
        writer.place(
            RecordedPlacement(
                nowSeconds: clock, job: job, type: type, gpus: runs, milliPerGPU: milli, why: why))
        pieces.start(job, type: type, gpus: runs, rate: jobs.rate(job, type: type), atSeconds: clock)
    }
}
