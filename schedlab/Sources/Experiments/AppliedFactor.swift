internal import Cluster
internal import Workload

/// An assumed factor that results of a jobs file rest on.
public struct AppliedFactor: Sendable, Equatable {
    /// What is assumed, with the figure.
    public let text: String
    /// Where the figure comes from.
    public let source: String
    /// Number of jobs that it concerns, or may concern where that depends on their places.
    public let jobCount: Int

    /// The factors of a list of jobs: medians that stand in for speeds, and rates across nodes.
    ///
    /// - Complexity: Linear in the jobs, and in the different kinds of jobs times the GPU types.
    static func all(
        _ jobs: [Job], layout: ClusterLayout, speeds: SpeedBook, keepsJobsOnOneNode: Bool
    ) -> [AppliedFactor] {
        var counts: [Kind: Int] = [:]
        var kinds: [Kind] = []
        for job in jobs where job.jobClass.workUnit != .anywhereSeconds {
            let kind = Kind(
                jobClass: job.jobClass, recordedType: job.details?.recordedGPUType.lowercased() ?? "",
                maySpanMore: maySpanMore(job))
            if counts.updateValue((counts[kind] ?? 0) + 1, forKey: kind) == nil { kinds.append(kind) }
        }
        var factors: [AppliedFactor] = []
        for kind in kinds {
            var texts = medians(kind, layout, speeds)
            if kind.maySpanMore, let spanning = spanning(kind.jobClass, layout, speeds, keepsJobsOnOneNode) {
                texts.append(spanning)
            }
            for (text, source) in texts {
                let place = factors.firstIndex { $0.text == text && $0.source == source }
                let count = (counts[kind] ?? 0) + (place.map { factors[$0].jobCount } ?? 0)
                let factor = AppliedFactor(text: text, source: source, jobCount: count)
                if let place { factors[place] = factor } else { factors.append(factor) }
            }
        }
        return factors
    }

    private struct Kind: Hashable {
        var jobClass: JobClass
        var recordedType: String
        /// Whether it may lie on more nodes than those on which its duration was recorded.
        var maySpanMore: Bool
    }

    private static func maySpanMore(_ job: Job) -> Bool {
        guard job.demandNodeCount > 0 else { return true }
        let isRecorded = job.jobClass.workUnit != .steps
        let recorded = isRecorded ? job.details?.recordedNodeCount ?? 0 : 0
        return job.demandNodeCount > max(recorded, 1)
    }

    /// Medians of other models on types that jobs may run on or were recorded on.
    private static func medians(
        _ kind: Kind, _ layout: ClusterLayout, _ speeds: SpeedBook
    ) -> [(String, String)] {
        guard kind.jobClass.workUnit == .referenceSeconds else { return [] }
        var types = layout.types.map(\.name).filter(kind.jobClass.accepts)
        let recorded = kind.recordedType
        if !recorded.isEmpty && !types.contains(where: { $0.lowercased() == recorded }) {
            types.append(recorded)
        }
        return types.compactMap { type in
            speeds.medianStandIn(for: kind.jobClass, on: type).map {
                (
                    "\(type) runs models that were not measured at \(rounded($0)) of a V100's speed",
                    "median of the measured models on \(type)"
                )
            }
        }
    }

    /// The assumed rate of a class across more nodes than it needs, where it could come to that.
    private static func spanning(
        _ jobClass: JobClass, _ layout: ClusterLayout, _ speeds: SpeedBook, _ keepsJobsOnOneNode: Bool
    ) -> (String, String)? {
        guard jobClass.scaleFactor > 1 else { return nil }
        for type in layout.types where jobClass.accepts(type.name) && type.nodes.count > 1 {
            let largest = layout.nodes[type.nodes].map(\.gpus.count).max() ?? 0
            if keepsJobsOnOneNode && jobClass.scaleFactor <= largest { continue }
            if speeds.isSpanningMeasured(jobClass, on: type.name) { continue }
            let fraction = speeds.spanningFraction(of: jobClass, on: type.name)
            if fraction == 1 { continue }
            return (
                "a job that spans more nodes than it needs runs at \(rounded(fraction)) of its rate",
                "median of the measured models at \(jobClass.scaleFactor) GPUs or the nearest number"
            )
        }
        return nil
    }

    private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
