private import Spelling
internal import Workload

/// Finds given speeds that match no job or no GPU type, which most often are slips of the pen.
enum UnusedSpeeds {
    /// A line for each pair that matches nothing, with the nearest name that would.
    ///
    /// - Parameters:
    ///   - given: The user's speeds.
    ///   - source: The jobs; models of generated jobs are those of the measured table.
    ///   - typeNames: GPU types of the cluster.
    /// - Returns: The lines, in the order of the pairs.
    static func warnings(
        _ given: RelativeSpeeds, source: any JobSource, typeNames: [String]
    ) -> [String] {
        let jobs = (source as? JobList)?.jobs
        let recorded = Set(jobs?.compactMap { $0.details?.recordedGPUType } ?? []).subtracting([""])
        let types = typeNames + recorded.sorted()
        let knownTypes = Set(types.map { $0.lowercased() })
        let models = jobs.map { Set($0.map(\.jobClass.model)).sorted() } ?? JobTemplate.all.map(\.model)
        let knownModels = Set(models)
        return given.pairs.compactMap { pair in
            var problems: [String] = []
            if !knownTypes.contains(pair.gpuType.lowercased()) {
                problems.append("no node and no job has this GPU type\(hint(pair.gpuType, types))")
            }
            if !pair.model.isEmpty && !knownModels.contains(pair.model) {
                problems.append("no job has this model\(hint(pair.model, models))")
            }
            let twin = models.first {
                $0 != pair.model && !pair.model.isEmpty && $0.lowercased() == pair.model.lowercased()
            }
            if problems.isEmpty, let twin {
                return
                    "the speed of \(pair) does not hold for jobs of '\(twin)': names count letter for letter"
            }
            return problems.isEmpty
                ? nil : "the speed of \(pair) is not used: \(problems.joined(separator: "; "))"
        }
    }

    private static func hint(_ name: String, _ candidates: [String]) -> String {
        let lowercased = name.lowercased()
        let same = candidates.first { $0.lowercased() == lowercased }
        let part = candidates.first {
            !$0.isEmpty && (lowercased.hasPrefix($0.lowercased()) || $0.lowercased().hasPrefix(lowercased))
        }
        guard let near = same ?? nearest(to: name, among: candidates).first ?? part else { return "" }
        return ", did you mean '\(near)'?"
    }
}
