public import Simulation
private import Workload

/// The measured jobs of a run in groups, each with its own figures.
public struct JobGroups: Sendable, Equatable {
    /// What jobs are grouped by.
    public enum Key: String, Sendable, CaseIterable {
        /// GPUs that a job takes at once.
        case gpus
        /// GPU type on which a job held most GPU-seconds.
        case type
        /// Who submitted it.
        case user
        /// Queue or partition.
        case queue
    }

    /// One group.
    public struct Group: Sendable, Equatable {
        /// What its jobs have in common; empty where their file does not say.
        public let name: String
        /// Its measured jobs that arrived.
        public let jobCount: Int
        /// Those that completed.
        public let completedJobCount: Int
        /// Those that had not ended when the run ended.
        public let unfinishedJobCount: Int
        /// Those that never got a GPU.
        public let neverStartedJobCount: Int
        /// Completion times of those that completed; nil for none.
        public let completionTimesSeconds: Distribution?
        /// Waits and slowdowns; lower bounds where jobs had not ended.
        public let times: JobTimes
        /// Finish-time fairness; nil when none completed.
        public let fairness: FairnessRatios?
    }

    /// What the jobs are grouped by.
    public let key: Key
    /// The groups: by number of GPUs ascending, else by name.
    public let groups: [Group]

    /// Groups the measured jobs of a run.
    ///
    /// - Parameters:
    ///   - result: The books of the run.
    ///   - key: What to group by.
    ///   - typeNames: Names of the GPU types.
    ///   - gpuCounts: GPUs of each type.
    public init(_ result: SimulationResult, by key: Key, typeNames: [String], gpuCounts: [Int]) {
        self.key = key
        var idsOfName: [String: [Int]] = [:]
        for id in result.measuredJobIDs.clamped(to: 0..<result.jobs.count) {
            idsOfName[Self.name(id, result, key, typeNames), default: []].append(id)
        }
        let ratios = FairnessRatios.ratios(result, gpuCounts: gpuCounts)
        let names = idsOfName.keys.sorted { Self.precedes($0, $1, by: key) }
        groups = names.map { name in
            let ids = idsOfName[name] ?? []
            let completions = ids.compactMap { result.jobs.completionTimeSeconds($0) }
            return Group(
                name: name, jobCount: ids.count, completedJobCount: completions.count,
                unfinishedJobCount: ids.count { result.jobs.phases[$0] == .active },
                neverStartedJobCount: ids.count { result.jobs.firstStartSeconds[$0].isNaN },
                completionTimesSeconds: Distribution(completions), times: JobTimes(result, of: ids),
                fairness: FairnessRatios(ids.map { ratios[$0] }))
        }
    }

    /// The order of groups: by number of GPUs ascending, else by name.
    public static func precedes(_ a: String, _ b: String, by key: Key) -> Bool {
        guard key == .gpus, let first = Double(a), let second = Double(b) else { return a < b }
        return first < second
    }

    private static func name(_ id: Int, _ result: SimulationResult, _ key: Key, _ typeNames: [String])
        -> String
    {
        let job = result.jobs.jobs[id]
        switch key {
        case .gpus:
            let demandMilli = job.jobClass.scaleFactor * job.demandMilliGPU
            return demandMilli.isMultiple(of: 1000)
                ? "\(demandMilli / 1000)" : "\(Double(demandMilli) / 1000)"
        case .type:
            let type = result.mostUsedTypeOfJob[id]
            return type < 0 ? "never started" : typeNames[Int(type)]
        case .user: return job.details?.user ?? ""
        case .queue: return job.details?.queue ?? ""
        }
    }
}
