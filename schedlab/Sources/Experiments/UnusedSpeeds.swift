internal import Simulation
private import Spelling
internal import Workload

/// Finds rows of a file of speeds that no job can use: most often a name is spelled in another way.
enum UnusedSpeeds {
    /// One sentence a row, with the nearest name.
    ///
    /// - Parameters:
    ///   - speeds: What the user gave.
    ///   - typeNames: GPU types of the cluster.
    ///   - source: The jobs; of those that are generated, models are not known.
    /// - Returns: The sentences, in order of type and model.
    static func warnings(_ speeds: RelativeSpeeds, typeNames: [String], _ source: any JobSource) -> [String] {
        let jobs = (source as? JobList)?.jobs
        let recorded = Set(jobs?.compactMap { $0.details?.recordedGPUType } ?? []).subtracting([""])
        let types = (typeNames + recorded.sorted()).map { $0.lowercased() }
        let models = jobs.map { Set($0.map(\.jobClass.model)).subtracting([""]).sorted() }
        let knownModels = models.map(Set.init)
        return speeds.pairs.compactMap { type, model in
            let pair = "the speed of \(type)\(model.isEmpty ? "" : " with model '\(model)'")"
            if !types.contains(type) {
                return "\(pair) changes nothing: no job has the GPU type '\(type)'\(hint(type, types))"
            }
            guard !model.isEmpty, let models, let knownModels else { return nil }
            if !knownModels.contains(model) {
                return "\(pair) changes nothing: no job has the model '\(model)'\(hint(model, models))"
            }
            let twin = models.first { name in
                name != model && name.lowercased() == model.lowercased()
                    && !speeds.pairs.contains { $0 == (type, name) }
            }
            guard let twin else { return nil }
            return "\(pair) does not hold for jobs of '\(twin)': names of models count letter for letter"
        }
    }

    /// The nearest name; one that begins like it, too, since vendors append sizes.
    private static func hint(_ name: String, _ candidates: [String]) -> String {
        let lowercased = name.lowercased()
        let same = candidates.first { $0.lowercased() == lowercased }
        let part = candidates.first {
            lowercased.hasPrefix($0.lowercased()) || $0.lowercased().hasPrefix(lowercased)
        }
        let near = same ?? nearest(to: name, among: candidates).first ?? part
        return near.map { "; did you mean '\($0)'?" } ?? ""
    }
}
