public import LinearPrograms
private import Policies
public import PolicyProcesses
public import Simulation
private import Spelling
private import Workload

/// Every policy by name: the only place that lists them.
public struct PolicyRegistry: Sendable {
    /// What a policy needs to be made.
    public struct Ingredients {
        /// Seed of the experiment.
        public var seed: UInt64
        /// Whether the policy shall be the original's, defects included (mechanism `gavel`).
        public var isOriginal: Bool
        /// Price of moving jobs, for the policies that have one; 0 = none.
        public var migrationPenalty: Double
        /// Weight of room on nodes, for the policies that look at it; 0 = none.
        public var opportunityWeight: Double
        /// Gives the engine that solves programs; asked only by policies that solve some.
        public var engine: () throws -> any AllocationEngine
        /// Starts a policy that is another program.
        public var process: (PolicyCommand) throws -> ProcessPolicy

        /// Which reading of the policies the mechanism goes with.
        fileprivate var reading: PolicyReading { isOriginal ? .original : .canonical }

        /// Puts ingredients together.
        public init(
            seed: UInt64, isOriginal: Bool, migrationPenalty: Double = 0, opportunityWeight: Double = 0,
            engine: @escaping () throws -> any AllocationEngine,
            process: @escaping (PolicyCommand) throws -> ProcessPolicy = { command in
                throw PolicyProcessError.cannotStart(
                    command: command.text, reason: "only 'schedlab run' starts programs")
            }
        ) {
            self.process = process
            self.seed = seed
            self.isOriginal = isOriginal
            self.migrationPenalty = migrationPenalty
            self.opportunityWeight = opportunityWeight
            self.engine = engine
        }
    }

    /// One policy.
    public struct Entry: Sendable {
        /// Gavel's code name, used on the command line.
        public let name: String
        /// The papers' name.
        public let title: String
        /// The name inside Gavel's simulator, as its logs show it.
        public let gavelName: String
        /// One line for `schedlab list policies`.
        public let summary: String
        /// Whether it takes a migration penalty.
        public var takesMigrationPenalty = false
        /// Whether it can look at the room on nodes.
        public var takesOpportunity = false
        /// The one mechanism that can carry it out; nil = every one that takes its kind of decision.
        public var onlyMechanism: String?
        /// Makes the policy.
        public let make: @Sendable (Ingredients) throws -> any Policy
    }

    /// Every policy, in alphabetical order of code names.
    public static let all: [Entry] = [
        Entry(
            name: "easy_backfill", title: "EASY backfilling", gavelName: "",
            summary: "fifo_perf in which a job may pass the head where that, by time limits, delays it not "
                + "(run-to-completion)", onlyMechanism: "run-to-completion"
        ) { _ in EASYBackfill() },
        Entry(
            name: "fifo", title: "FIFO", gavelName: "FIFO",
            summary: "first in, first out, blind to GPU types (under gavel with the original's defects)"
        ) { ingredients -> any Policy in
            if ingredients.isOriginal { return FIFO(seed: ingredients.seed) }
            return FIFOQueue(distinguishesGPUTypes: false)
        },
        Entry(
            name: "fifo_perf", title: "heterogeneity-aware FIFO", gavelName: "FIFO_Perf",
            summary: "first in, first out, each job on the fastest type with room"
        ) { ingredients -> any Policy in
            if ingredients.isOriginal { return FIFOPerf() }
            return FIFOQueue(distinguishesGPUTypes: true)
        },
        Entry(
            name: "finish_time_fairness", title: "finish-time fairness", gavelName: "FinishTimeFairness",
            summary: "least worst ratio of finish times, GPU types filled in shuffled order"
        ) { FinishTimeFairness(engine: try $0.engine(), reading: $0.reading) },
        Entry(
            name: "finish_time_fairness_perf", title: "heterogeneity-aware finish-time fairness",
            gavelName: "FinishTimeFairness_Perf",
            summary: "least worst ratio of finish time to that on an equal share (Themis with Gavel)"
        ) { FinishTimeFairnessPerf(engine: try $0.engine(), reading: $0.reading) },
        Entry(
            name: "isolated", title: "isolated", gavelName: "Isolated",
            summary: "every job gets an equal part of every GPU type"
        ) { _ in Isolated() },
        Entry(
            name: "max_min_fairness", title: "LAS", gavelName: "MaxMinFairness",
            summary: "max-min fairness in GPU time, blind to GPU types", takesMigrationPenalty: true
        ) {
            MaxMinFairness(
                engine: try $0.engine(), reading: $0.reading, migrationPenalty: $0.migrationPenalty)
        },
        Entry(
            name: "max_min_fairness_perf", title: "heterogeneity-aware LAS", gavelName: "MaxMinFairness_Perf",
            summary: "max-min fairness in normalised throughput (Gavel's LAS)", takesMigrationPenalty: true,
            takesOpportunity: true
        ) {
            MaxMinFairnessPerf(
                engine: try $0.engine(), reading: $0.reading, migrationPenalty: $0.migrationPenalty,
                opportunityWeight: $0.opportunityWeight)
        },
        Entry(
            name: "max_sum_throughput_perf", title: "total throughput", gavelName: "ThroughputSumWithPerf",
            summary: "most steps per second in all, without regard to fairness", takesMigrationPenalty: true
        ) {
            MaxSumThroughputPerf(
                engine: try $0.engine(), reading: $0.reading, migrationPenalty: $0.migrationPenalty)
        },
        Entry(
            name: "min_total_duration", title: "makespan", gavelName: "MinTotalDuration",
            summary: "least makespan, GPU types filled in shuffled order"
        ) { MinTotalDuration(engine: try $0.engine(), reading: $0.reading) },
        Entry(
            name: "min_total_duration_perf", title: "heterogeneity-aware makespan",
            gavelName: "MinTotalDuration_Perf", summary: "least makespan"
        ) { MinTotalDurationPerf(engine: try $0.engine(), reading: $0.reading) },
        Entry(
            name: "shortest_remaining_time_perf", title: "shortest remaining time",
            gavelName: "ShortestRemainingTime_Perf",
            summary: "nearest to its end first, each job on the fastest type with room"
        ) { _ in ShortestRemainingTimePerf() },
    ]

    /// The policy with that code name or title, or the program behind `exec:`.
    ///
    /// - Throws: ``ExperimentError/unknownName(kind:found:nearest:)``, or `badSetting` for a command that is none.
    public static func entry(_ name: String) throws(ExperimentError) -> Entry {
        if PolicyCommand.isOne(name) { return try process(name) }
        if let entry = all.first(where: { $0.name == name || $0.title == name }) { return entry }
        throw .unknownName(kind: "policy", found: name, nearest: nearest(to: name, among: all.map(\.name)))
    }

    /// A policy that is another program.
    private static func process(_ name: String) throws(ExperimentError) -> Entry {
        let command: PolicyCommand
        do throws(PolicyProcessError) {
            command = try PolicyCommand(name)
        } catch {
            throw .badSetting(
                name: "--policy", found: "\(name): \(error)", expected: "exec:PROGRAM ARGUMENTS")
        }
        return Entry(
            name: name, title: command.text, gavelName: "", summary: "a program of its own"
        ) { try $0.process(command) }
    }
}
