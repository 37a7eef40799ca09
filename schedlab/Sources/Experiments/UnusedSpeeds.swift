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
    ///   - source: The jobs; nothing is said of those that are generated.
    /// - Returns: The sentences, in order of type and model.
    static func warnings(_ speeds: RelativeSpeeds, typeNames: [String], _ source: any JobSource) -> [String] {
        guard let jobs = (source as? JobList)?.jobs else { return [] }
        let recorded = Set(jobs.compactMap { $0.details?.recordedGPUType }).filter { !$0.isEmpty }
        let types = (typeNames + recorded.sorted()).map { $0.lowercased() }
        let models = Set(jobs.map(\.jobClass.model)).filter { !$0.isEmpty }.sorted()
        return speeds.unmatched(types: types, models: models).map { type, model in
            let isTypeKnown = types.contains(type)
            let (what, name, names) = isTypeKnown ? ("model", model, models) : ("GPU type", type, types)
            let near = nearest(to: name, among: names).first
            let hint = near.map { "; did you mean '\($0)'?" } ?? ""
            return
                "the speed of \(type)\(model.isEmpty ? "" : " with model '\(model)'") changes nothing: no job has the \(what) '\(name)'\(hint)"
        }
    }
}
