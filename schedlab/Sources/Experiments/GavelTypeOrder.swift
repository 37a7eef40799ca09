internal import Workload

/// The order in which the mechanism `gavel` fills GPU types.
enum GavelTypeOrder {
    /// The order that the original has written down.
    private static let original = ["v100", "p100", "k80"]

    /// Indices of the types: the original's order for its own types, the fastest first otherwise.
    static func order(of gpuTypes: [String], _ speeds: SpeedBook) throws(WorkloadError) -> [Int] {
        let ranks = gpuTypes.compactMap { original.firstIndex(of: $0) }
        guard ranks.count == gpuTypes.count else { return try speeds.fastestFirst(gpuTypes) }
        return gpuTypes.indices.sorted { ranks[$0] < ranks[$1] }
    }
}
