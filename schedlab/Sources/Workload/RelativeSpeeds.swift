/// Training speeds relative to the reference type (V100 = 1) that a user brought.
public struct RelativeSpeeds: Sendable, Equatable {
    private struct Key: Hashable {
        var gpuType: String
        var model: String
    }

    private var speeds: [Key: Double] = [:]
    /// Speed of pairs that nothing else is known of; nil = such a pair is an error.
    public var assumedForUnknown: Double?

    /// No speeds.
    public init() {}

    /// Sets the speed of a model on a type; an empty model stands for any.
    ///
    /// - Returns: Whether the pair had none before.
    @discardableResult
    public mutating func set(_ speed: Double, gpuType: String, model: String) -> Bool {
        speeds.updateValue(speed, forKey: Key(gpuType: gpuType.lowercased(), model: model)) == nil
    }

    /// The given pairs of type, in lower case, and model, empty = any; in order of both.
    public var pairs: [(gpuType: String, model: String)] {
        speeds.keys.map { ($0.gpuType, $0.model) }.sorted { $0 < $1 }
    }

    /// The speed that was given for the model, else for any model on the type.
    public func speed(gpuType: String, model: String) -> Double? {
        let type = gpuType.lowercased()
        return speeds[Key(gpuType: type, model: model)] ?? speeds[Key(gpuType: type, model: "")]
    }
}
