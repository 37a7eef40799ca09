/// Training speeds relative to the reference type (V100 = 1) that a user brought.
public struct RelativeSpeeds: Sendable, Equatable {
    /// What a speed is given for.
    public struct Pair: Hashable, Sendable, CustomStringConvertible {
        /// GPU type as it was written; compared without case.
        public let gpuType: String
        /// Model; empty = any.
        public let model: String
        private let comparedType: String

        /// A pair.
        public init(gpuType: String, model: String) {
            self.gpuType = gpuType
            self.model = model
            comparedType = gpuType.lowercased()
        }

        /// The pair for messages.
        public var description: String {
            model.isEmpty ? "'\(gpuType)' (any model)" : "'\(gpuType)' with '\(model)'"
        }

        /// Whether both mean the same; GPU types are compared without case.
        public static func == (one: Pair, other: Pair) -> Bool {
            one.model == other.model && one.comparedType == other.comparedType
        }

        /// Hashes what ``==(_:_:)`` compares.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(comparedType)
            hasher.combine(model)
        }
    }

    private var speeds: [Pair: Double] = [:]
    /// The pairs in the order in which they were first given.
    public private(set) var pairs: [Pair] = []
    /// Speed of pairs that nothing else is known of; nil = such a pair is an error.
    public var assumedForUnknown: Double?

    /// No speeds.
    public init() {}

    /// Sets the speed of a pair; a later one takes the place of an earlier one.
    public mutating func set(_ speed: Double, for pair: Pair) {
        if speeds.updateValue(speed, forKey: pair) == nil { pairs.append(pair) }
    }

    /// The speed that was given for the model, else for any model on the type.
    public func speed(gpuType: String, model: String) -> Double? {
        speeds[Pair(gpuType: gpuType, model: model)] ?? speeds[Pair(gpuType: gpuType, model: "")]
    }
}
