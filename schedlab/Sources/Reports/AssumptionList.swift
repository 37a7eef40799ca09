internal import Experiments
private import Simulation
internal import TextFormats
private import Workload

/// What a result rests on that was not given or measured.
struct AssumptionList {
    private let resolved: ResolvedExperiment

    init(_ resolved: ResolvedExperiment) { self.resolved = resolved }

    var json: JSONValue {
        .object([
            (
                "assumedSpeeds",
                .array(
                    resolved.assumedSpeeds.map {
                        .object([
                            ("gpuType", .string($0.gpuType)),
                            ("speedRelativeToV100", .double($0.relativeSpeed)),
                            ("basis", .string($0.basis)),
                        ])
                    })
            ),
            ("lengthKnowledge", .string(resolved.contract.lengthKnowledge.rawValue)),
            ("moves", .string("moves cost 0 s")),
            ("failures", .string("none")),
        ])
    }

    /// For the table: only what is out of the ordinary.
    var lines: [String] {
        resolved.assumedSpeeds.map {
            "\($0.gpuType) runs at \($0.relativeSpeed) of a V100's speed (\($0.basis))"
        }
    }
}
