public import Foundation
private import Kit
public import Workload

/// Reads a user's own jobs from `jobs.csv`; `docs/file-formats.md` describes the columns.
///
/// A row that cannot be used is left out and reported with its line and reason, or ends the reading
/// when that is asked for.
public struct UserJobsReader {
    private static let used = [
        "job_id", "submit_seconds", "submit_time", "duration_seconds", "steps", "model", "gpus",
        "recorded_gpu_type",
        "gpu_types", "priority_weight", "nodes", "recorded_nodes",
    ]
    private static let kept = [
        "user", "queue", "time_limit_seconds", "deadline_seconds", "state", "recorded_start_seconds",
    ]
    private static let cpuColumn = "cpus"
    private static let memoryColumn = "memory_gib"
    /// Most cores or GiB of a job, as of a node.
    private static let amountLimit = 1e9

    /// Longest duration in seconds, 30,000 years: a slip of the pen must not keep the clock ticking for ever.
    private static let secondsLimit = 1e12
    /// Most steps of a job, as in a Gavel trace.
    private static let stepsLimit = 1e15

    private let speeds: SpeedBook
    private let isStrict: Bool
    private let zone: TimeZone?
    private let durationsHold: DurationsHold?
    private let demands: DemandFit
    /// Why a class can never run on the cluster; nil = it can.
    private let misfit: (JobClass) throws -> String?

    /// A reader.
    ///
    /// - Parameters:
    ///   - speeds: Turns durations into work.
    ///   - isStrict: Whether the first bad row ends the reading.
    ///   - zone: The zone of times that name none; nil = such times are refused.
    ///   - durationsHold: Where durations hold as they stand; nil = speeds turn them into those elsewhere.
    ///   - demands: What the cluster has for nodes, CPU and memory.
    ///   - misfit: Why a class can never run on the cluster; nil = it can.
    public init(
        speeds: SpeedBook, isStrict: Bool, zone: TimeZone? = nil, durationsHold: DurationsHold? = nil,
        demands: DemandFit = .endless, misfit: @escaping (JobClass) throws -> String?
    ) {
        self.speeds = speeds
        self.isStrict = isStrict
        self.zone = zone
        self.durationsHold = durationsHold
        self.demands = demands
        self.misfit = misfit
    }

    /// Reads all jobs of a file; times count from the first arrival.
    ///
    /// - Parameter path: The file.
    /// - Returns: The jobs in order of the rows, and what was done with the file.
    /// - Throws: ``TraceError``, a `FileError`, or a `WorkloadError` for a missing speed.
    public func read(path: String) throws -> (jobs: [Job], report: ImportReport) {
        let table = try CSVTable(
            path: path,
            required: [["submit_seconds", "submit_time"], ["gpus"], ["duration_seconds", "steps"]])
        var report = ImportReport(file: path)
        sortColumns(table.columns, &report)
        var jobs: [Job] = []
        var durations: [Double] = []
        var names: Set<String> = []
        var fits: [DemandFit.Key: Fit] = [:]
        var missing = MissingSpeeds()
        var origin = TimeOrigin(file: path, zone: zone, isStrict: isStrict)
        var oddities = Oddities()
        try table.readRows(isStrict: isStrict, report: &report) { row, rowNumber in
            var job = try job(row, rowNumber: rowNumber, &missing, &origin, &oddities)
            guard names.insert(job.details?.name ?? "").inserted else {
                throw row.bad("job_id", "an id that no earlier row has")
            }
            let key = DemandFit.Key(job)
            let fit = try fits[key] ?? fit(job, &missing)
            fits[key] = fit
            switch fit {
            case .never(let reason): throw TraceError.misfit(file: path, line: row.line, reason: reason)
            case .on(let types): job.jobClass = job.jobClass.restricted(to: types)
            }
            jobs.append(job)
            if job.jobClass.workUnit != .steps, let seconds = row.text("duration_seconds") {
                durations.append(DecimalNumber.double(seconds) ?? 0)
            }
        }
        if !missing.isEmpty { throw WorkloadError.noSpeeds(missing, source: speeds.source) }
        report.derived = derivations(table.columns)
        let fromFirst = Self.fromFirstArrival(jobs)
        let plausibility = Plausibility(
            fromFirst, firstArrivalSeconds: jobs.map(\.arrivalSeconds).min() ?? 0, durations: durations)
        report.observations = plausibility.observations + oddities.observations
        report.warnings = plausibility.warnings + oddities.warnings
        return (fromFirst, report)
    }

    /// Says which columns are used: CPU and memory only where the cluster states them.
    private func sortColumns(_ columns: [String], _ report: inout ImportReport) {
        var (used, kept) = (Self.used, Self.kept)
        for (column, counts) in [
            (Self.cpuColumn, demands.countsCPU), (Self.memoryColumn, demands.countsMemory),
        ] {
            if counts { used.append(column) } else { kept.append(column) }
        }
        report.columnsUsed = columns.filter { used.contains($0) }
        report.columnsKept = columns.filter { kept.contains($0) }
        report.columnsUnused = columns.filter { !used.contains($0) && !kept.contains($0) }
    }

    /// Whether a job can ever run.
    private enum Fit {
        /// On these types; empty = on all that it accepts.
        case on([String])
        /// On none.
        case never(reason: String)
    }

    /// Where a job can run: on types that are fast enough to count, and have the nodes, CPU and memory.
    private func fit(_ job: Job, _ missing: inout MissingSpeeds) throws -> Fit {
        if let reason = try reasonNotToRun(job.jobClass, &missing) { return .never(reason: reason) }
        guard job.demandCPUMilli > 0 || job.demandMemoryMiB > 0 || job.demandNodeCount > 0 else {
            return .on([])
        }
        guard let types = demands.acceptedTypes(job) else { return .never(reason: DemandFit.words(job)) }
        if try reasonNotToRun(job.jobClass.restricted(to: types), &missing) != nil {
            return .never(reason: DemandFit.words(job))
        }
        return .on(types)
    }

    /// Why a class can never run; a model that nothing is known of is a reason, too.
    ///
    /// Missing speeds are collected, so that one message can name all of them.
    private func reasonNotToRun(_ jobClass: JobClass, _ missing: inout MissingSpeeds) throws -> String? {
        do {
            return try misfit(jobClass)
        } catch let error as WorkloadError {
            guard case .noSpeeds(let own, _) = error else { return "\(error)" }
            missing.add(own)
            return nil
        }
    }

    /// One row as a job.
    private func job(
        _ row: CSVTable.Row, rowNumber: Int, _ missing: inout MissingSpeeds, _ origin: inout TimeOrigin,
        _ oddities: inout Oddities
    ) throws -> Job {
        let (gpuCount, milli) = try Self.gpus(row)
        let accepted = row.text("gpu_types")?.split(separator: "|").map(String.init) ?? []
        let (jobClass, work, duration) = try work(
            row, gpuCount: gpuCount, accepted: accepted, &missing)
        var details = JobDetails(name: row.text("job_id") ?? String(rowNumber))
        let arrival = try origin.arrival(row, &oddities)
        details.nodeCount = try Self.nodes(row, gpuCount: gpuCount)
        details.cpuMilli = try Self.amount(row, Self.cpuColumn, unit: 1000)
        details.memoryMiB = try Self.amount(row, Self.memoryColumn, unit: 1024)
        fill(&details, row, &oddities)
        details.recordedStartSeconds = recordedStart(row, arrival: arrival, origin, &oddities)
        var job = Job(
            id: 0, jobClass: jobClass, totalSteps: work, arrivalSeconds: arrival,
            priorityWeight: try Self.weight(row),
            referenceDurationSeconds: duration, demandMilliGPU: milli, details: details)
        job.demandNodeCount = details.nodeCount ?? 0
        if demands.countsCPU { job.demandCPUMilli = details.cpuMilli }
        if demands.countsMemory { job.demandMemoryMiB = details.memoryMiB }
        return job
    }

    private static func weight(_ row: CSVTable.Row) throws(TraceError) -> Double {
        let (range, expected) = (PriorityWeight.range, PriorityWeight.expected)
        let weight = try row.number("priority_weight", range.lowerBound..., expected) ?? 1
        guard range.contains(weight) else { throw row.bad("priority_weight", expected) }
        return weight
    }

    /// Whole GPUs, or a share of one.
    private static func gpus(_ row: CSVTable.Row) throws(TraceError) -> (count: Int, milli: Int) {
        let expected = "a whole number >= 1 or a share of one GPU, at least 0.001"
        _ = try row.required("gpus", expected)
        guard let value = try row.number("gpus", 0.001..., expected) else { throw row.bad("gpus", expected) }
        if value < 1 { return (1, Int((value * 1000).rounded())) }
        guard value == value.rounded(), value <= 1e6 else { throw row.bad("gpus", expected) }
        return (Int(value), 1000)
    }

    /// The number of nodes among which the GPUs are divided evenly; nil = not said.
    private static func nodes(_ row: CSVTable.Row, gpuCount: Int) throws(TraceError) -> Int? {
        guard let count = try row.wholeNumber("nodes", atLeast: 1) else { return nil }
        guard gpuCount.isMultiple(of: count) else {
            throw row.bad("nodes", "a number that divides the job's GPUs (\(row.text("gpus") ?? "")) evenly")
        }
        return count
    }

    /// An amount of CPU or memory in thousandths of a core or MiB; 0 = not said.
    private static func amount(_ row: CSVTable.Row, _ column: String, unit: Double) throws(TraceError) -> Int
    {
        let expected = "a number from 0 to 1e9"
        guard let value = try row.number(column, 0..., expected) else { return 0 }
        guard value <= amountLimit else { throw row.bad(column, expected) }
        return Int((value * unit).rounded())
    }

    /// The class, the work in its unit, and the duration on the reference type where known.
    private func work(
        _ row: CSVTable.Row, gpuCount: Int, accepted: [String], _ missing: inout MissingSpeeds
    ) throws -> (JobClass, Double, Double?) {
        let model = row.text("model") ?? ""
        let stepsExpected = "a number > 0, at most 1e15"
        if let steps = try row.number("steps", 0..., isBoundIncluded: false, stepsExpected) {
            guard steps <= Self.stepsLimit else { throw row.bad("steps", stepsExpected) }
            _ = try row.required("model", "a model of the throughput table, since the row has steps")
            return (JobClass(model: model, scaleFactor: gpuCount, acceptedTypes: accepted), steps, nil)
        }
        let expected = "a number of seconds > 0, at most 1e12"
        guard let seconds = try row.number("duration_seconds", 0..., isBoundIncluded: false, expected),
            seconds <= Self.secondsLimit
        else { throw row.bad("duration_seconds", expected) }
        if durationsHold == .anywhere {
            let jobClass = JobClass(
                model: model, scaleFactor: gpuCount, workUnit: .anywhereSeconds, acceptedTypes: accepted)
            return (jobClass, seconds, seconds)
        }
        let jobClass = JobClass(
            model: model, scaleFactor: gpuCount, workUnit: .referenceSeconds,
            acceptedTypes: durationsHold == .recordedType ? try pinned(row, accepted) : accepted)
        let speed = try recordedSpeed(row, JobClass(model: model, scaleFactor: gpuCount), &missing)
        guard speed != 0 else { throw row.bad("recorded_gpu_type", "a type that the model runs on") }
        return (jobClass, seconds * speed, seconds * speed)
    }

    /// The type that a job was recorded on, as the only one that it accepts.
    private func pinned(_ row: CSVTable.Row, _ accepted: [String]) throws(TraceError) -> [String] {
        let expected = "the GPU type of the duration, for --durations-hold recorded-type"
        let type = try row.required("recorded_gpu_type", expected)
        guard accepted.isEmpty || accepted.contains(where: { $0.lowercased() == type.lowercased() }) else {
            throw row.bad("recorded_gpu_type", "one of gpu_types, for --durations-hold recorded-type")
        }
        return [type]
    }

    /// Speed relative to the reference type on the type that the duration was measured on; 1 where it is
    /// not known, which is collected.
    private func recordedSpeed(
        _ row: CSVTable.Row, _ jobClass: JobClass, _ missing: inout MissingSpeeds
    ) throws(WorkloadError) -> Double {
        guard let type = row.text("recorded_gpu_type") else { return 1 }
        do {
            return try speeds.relativeSpeed(of: jobClass, on: type)
        } catch {
            guard case .noSpeed = error else { throw error }
            missing.add(gpuType: type, model: jobClass.model)
            return 1
        }
    }

    private func fill(
        _ details: inout JobDetails, _ row: CSVTable.Row, _ oddities: inout Oddities
    ) {
        details.user = row.text("user") ?? ""
        details.queue = row.text("queue") ?? ""
        details.recordedGPUType = row.text("recorded_gpu_type") ?? ""
        details.timeLimitSeconds = Self.length(row, "time_limit_seconds", &oddities)
        details.deadlineSeconds = Self.length(row, "deadline_seconds", &oddities)
        details.recordedNodes = row.text("recorded_nodes")?.split(separator: "|").map(String.init) ?? []
        guard let state = row.text("state") else { return }
        details.state = JobDetails.State(rawValue: state.lowercased()) ?? .unknown
        if details.state == .unknown { oddities.countState(state) }
    }

    /// A length of time > 0 in seconds that changes nothing; one that cannot be read is counted.
    private static func length(
        _ row: CSVTable.Row, _ column: String, _ oddities: inout Oddities
    ) -> Double? {
        guard let text = row.text(column) else { return nil }
        guard let seconds = DecimalNumber.double(text), seconds > 0 else {
            oddities.countMalformed(column: column, line: row.line, found: text)
            return nil
        }
        return seconds
    }

    /// When the real scheduler started the job, on the clock of the arrivals; nil where nobody can say.
    private func recordedStart(
        _ row: CSVTable.Row, arrival: Double, _ origin: TimeOrigin, _ oddities: inout Oddities
    ) -> Double? {
        let column = "recorded_start_seconds"
        guard let text = row.text(column) else { return nil }
        guard let seconds = origin.point(text) else {
            oddities.countMalformed(column: column, line: row.line, found: text)
            return nil
        }
        if seconds < arrival { oddities.countEarlyStart(line: row.line, found: text) }
        return seconds
    }

    private func derivations(_ columns: [String]) -> [String] {
        var derived = ["arrivals count from the first one"]
        let defaults = [
            ("job_id", "job ids are row numbers"), ("gpu_types", "every job accepts every GPU type"),
            ("recorded_gpu_type", "durations are taken as measured on \(SpeedBook.referenceType)"),
            ("priority_weight", "every job has weight 1"),
        ]
        for (column, text) in defaults where !columns.contains(column) { derived.append(text) }
        switch durationsHold {
        case .anywhere: derived.append("durations hold on every GPU type and across any nodes")
        case .recordedType: derived.append("every job runs on its recorded GPU type only")
        case nil: break
        }
        return derived
    }

    private static func fromFirstArrival(_ jobs: [Job]) -> [Job] {
        let first = jobs.map(\.arrivalSeconds).min() ?? 0
        return jobs.map { job in
            var job = job
            job.arrivalSeconds -= first
            if let start = job.details?.recordedStartSeconds {
                job.details?.recordedStartSeconds = start - first
            }
            return job
        }
    }
}
