/// A relative training speed that schedlab assumes where nothing was measured.
public struct AssumedSpeed: Sendable, Equatable {
    /// GPU type, as it is written in presets and files; compared without case.
    public let gpuType: String
    /// Speed of a whole job relative to a V100 (= 1).
    public let relativeSpeed: Double
    /// Why this figure.
    public let basis: String

    /// The assumed speeds, by GPU type.
    ///
    /// Every one of them is our assumption, after vendors' and public ResNet-50 and BERT training
    /// figures; a result lists those that it used.
    public static let all = [
        AssumedSpeed(gpuType: "t4", relativeSpeed: 0.40, basis: "vendor figures, mixed-precision training"),
        AssumedSpeed(gpuType: "a10", relativeSpeed: 0.80, basis: "vendor figures, mixed-precision training"),
        AssumedSpeed(
            gpuType: "a100", relativeSpeed: 2.2, basis: "vendor figures, BERT and ResNet-50 training"),
        AssumedSpeed(
            gpuType: "h100", relativeSpeed: 4.0, basis: "vendor figures, BERT and ResNet-50 training"),
        AssumedSpeed(gpuType: "v100m16", relativeSpeed: 1.0, basis: "V100 with 16 GB"),
        AssumedSpeed(gpuType: "v100m32", relativeSpeed: 1.0, basis: "V100 with 32 GB"),
        AssumedSpeed(gpuType: "g2", relativeSpeed: 0.80, basis: "undisclosed model, taken as A10"),
        AssumedSpeed(gpuType: "g3", relativeSpeed: 2.2, basis: "undisclosed model, taken as A100"),
    ]

    /// The assumed speed of a type, if there is one.
    public static func of(_ gpuType: String) -> AssumedSpeed? {
        let name = gpuType.lowercased()
        return all.first { $0.gpuType == name }
    }
}
