public import Cluster
private import Kit
public import Simulation
private import Workload

/// Writes a run as the log of Gavel's simulator: TELEMETRY, job arrivals, job completions and
/// micro-tasks with their worker ids.
///
/// `wall_time` is always 0, so that equal runs give equal bytes. Telemetry lines are written for runs
/// with a measurement window only, as in the original. The file appears when the run has ended.
public final class GavelLogWriter: Observer {
    /// What a log says about its run in the first line, and what its averages are over.
    public struct Header: Sendable {
        /// The policy's name inside Gavel's simulator, for example `MaxMinFairness_Perf`.
        public var policy: String
        /// Seed of the experiment.
        public var seed: UInt64
        /// Length of a full round in seconds.
        public var roundSeconds: Double
        /// Ids of the measured jobs; nil without a window.
        public var window: Range<Int>?

        /// Puts a header together.
        public init(policy: String, seed: UInt64, roundSeconds: Double, window: Range<Int>?) {
            self.policy = policy
            self.seed = seed
            self.roundSeconds = roundSeconds
            self.window = window
        }
    }

    /// What to say of a log without a window.
    public static let noTelemetry =
        "without --window there are no TELEMETRY lines, as in the original: viewers will find no rounds in it"

    private let file: AtomicFile
    private let header: Header
    private let layout: ClusterLayout
    private var jobs: [Job] = []
    private var windowJCTSeconds: [Double] = []
    private var endedInWindow = 0
    private var recentCompletionSeconds: [Double] = []
    private static let recentLimit = 100

    /// Opens the file.
    ///
    /// - Throws: `FileError` when it cannot be written.
    public init(path: String, header: Header, layout: ClusterLayout) throws {
        file = try AtomicFile(path: path)
        self.header = header
        self.layout = layout
        try write(
            0,
            """
            Running scheduler in simulation with the following args: policy=\(header.policy), \
            seed=\(header.seed), time_per_iteration=\(Self.python(header.roundSeconds)), \
            profiling_percentage=1.0, num_reference_models=26
            """)
    }

    /// Takes note of an event.
    public func observe(_ event: borrowing SimulationEvent) throws {
        switch copy event {
        case .jobArrived(let arrival): try arrived(arrival)
        case .jobPlaced(let placement): try placed(placement)
        case .jobCompleted(let end): try completed(end)
        case .jobDropped(let end): if isInWindow(end.jobID) { endedInWindow += 1 }
        case .roundBegan(let round): if header.window != nil { try telemetry(round) }
        case .runEnded: try file.finish()
        case .allocationDecided, .jobMoved, .jobPreempted, .jobRan: break
        }
    }

    private func arrived(_ arrival: JobArrival) throws {
        let job = arrival.job
        jobs.append(job)
        try event(
            arrival.nowSeconds,
            [
                ("event", .string("job_arrival")), ("job_id", .string(String(job.id))),
                ("job_type", .string(job.jobClass.model)), ("scale_factor", .int(job.jobClass.scaleFactor)),
                ("total_steps", Self.steps(job.totalSteps)),
                ("arrival_time", Self.number(job.arrivalSeconds)),
                ("sim_time", Self.number(arrival.nowSeconds)),
            ])
    }

    private func completed(_ end: JobEnd) throws {
        let job = jobs[Int(end.jobID)]
        let duration = end.endSeconds - job.arrivalSeconds
        if isInWindow(end.jobID) {
            endedInWindow += 1
            windowJCTSeconds.append(duration)
        }
        recentCompletionSeconds.append(end.nowSeconds)
        if recentCompletionSeconds.count > Self.recentLimit { recentCompletionSeconds.removeFirst() }
        try event(
            end.nowSeconds,
            [
                ("event", .string("job_complete")), ("job_id", .string(String(job.id))),
                ("job_type", .string(job.jobClass.model)), ("scale_factor", .int(job.jobClass.scaleFactor)),
                ("start_time", Self.number(job.arrivalSeconds)), ("end_time", Self.number(end.endSeconds)),
                ("duration", Self.number(duration)), ("sim_time", Self.number(end.nowSeconds)),
            ])
    }

    private func placed(_ placement: JobPlacement) throws {
        let type = layout.types[placement.typeIndex].name
        let shares = zip(layout.types, placement.shares).map { type, share in
            let name = String(repeating: " ", count: max(0, 4 - type.name.count)) + type.name
            return "[\(name) \(Numbers.fixed(share, decimals: 2))]"
        }
        try write(
            placement.nowSeconds,
            [
                "[Micro-task scheduled]", "Job ID: \(placement.jobID)", "Worker type: \(type)",
                "Worker ID(s): \(placement.gpus.map(String.init).joined(separator: ","))",
                "Priority: \(Numbers.fixed(placement.priority, decimals: 2))",
                "Deficit: \(Numbers.fixed(placement.deficitSeconds, decimals: 2))",
                "Allocation:  \(shares.joined(separator: " "))",
            ].joined(separator: "\t"))
    }

    private func telemetry(_ round: RoundState) throws {
        var fields: [(String, JSONValue)] = [
            ("round", .int(round.round)), ("sim_time", Self.number(round.nowSeconds)), ("wall_time", .int(0)),
            ("jobs_generated", .int(round.arrivedJobCount)), ("jobs_active", .int(round.activeJobCount)),
            ("jobs_running", .int(round.runningJobCount)),
            ("jobs_completed_total", .int(round.endedJobCount)),
            ("jobs_completed_window", .int(endedInWindow)),
            ("jobs_queued", .int(round.activeJobCount - round.runningJobCount)),
            ("utilization", Self.number(utilization(round))),
            (
                "avg_jct",
                Self.number(
                    windowJCTSeconds.isEmpty
                        ? 0 : windowJCTSeconds.reduce(0, +) / Double(windowJCTSeconds.count))
            ),
            ("next_arrival", round.nextArrivalSeconds.map(Self.number) ?? .null),
        ]
        for index in layout.types.indices.sorted(by: isBeforeInLog) {
            let type = layout.types[index]
            fields.append(("\(type.name)_used", .int(round.usedGPUsOfType[index])))
            fields.append(("\(type.name)_total", .int(type.gpuCount)))
        }
        fields.append(("windowed_completion_rate", completionRate))
        try write(round.nowSeconds, "TELEMETRY " + JSONValue.object(fields).oneLine)
    }

    /// The original lists types as its cluster spec does: v100, p100, k80.
    private func isBeforeInLog(_ a: Int, _ b: Int) -> Bool {
        let order = ["v100", "p100", "k80"]
        let rank = { (index: Int) in
            order.firstIndex(of: self.layout.types[index].name) ?? order.count + index
        }
        return rank(a) < rank(b)
    }

    /// The utilization of the next round where a record knows it; nil = it follows from the round.
    var knownUtilization: Double?

    private func utilization(_ round: RoundState) -> Double {
        if let knownUtilization { return knownUtilization }
        guard round.nowSeconds > 0 else { return 0 }
        let fractions = round.busySecondsOfGPU.map { min(1, $0 / round.nowSeconds) }
        return fractions.reduce(0, +) / Double(fractions.count)
    }

    /// Completions per hour over the last hundred; null before there are two at different times.
    private var completionRate: JSONValue {
        guard let first = recentCompletionSeconds.first, let last = recentCompletionSeconds.last, last > first
        else { return .null }
        return .double(Double(recentCompletionSeconds.count) / ((last - first) / 3600))
    }

    private func isInWindow(_ jobID: Int32) -> Bool { header.window?.contains(Int(jobID)) ?? false }

    private func event(_ nowSeconds: Double, _ fields: [(String, JSONValue)]) throws {
        try write(nowSeconds, "EVENT " + JSONValue.object(fields).oneLine)
    }

    private func write(_ nowSeconds: Double, _ message: String) throws {
        try file.append("scheduler:INFO [\(Self.python(nowSeconds))] \(message)\n")
    }

    /// A number as the original prints it: its clock starts as the integer 0.
    private static func number(_ value: Double) -> JSONValue { value == 0 ? .int(0) : .double(value) }

    /// Steps of traces are whole and printed so.
    private static func steps(_ value: Double) -> JSONValue {
        value == value.rounded() && abs(value) < 1e15 ? .int(Int(value)) : .double(value)
    }

    private static func python(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
}
