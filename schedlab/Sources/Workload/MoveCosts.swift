/// How long a job stands still when it gets other GPUs, or GPUs again after it had none.
public struct MoveCost: Equatable, Sendable {
    /// Writing the state down, in seconds.
    public var checkpointSeconds: Double
    /// Reading it where the job goes on, in seconds.
    public var transferSeconds: Double
    /// Starting the program and its data pipeline, in seconds.
    public var warmUpSeconds: Double

    /// All of it, in seconds.
    public var totalSeconds: Double { checkpointSeconds + transferSeconds + warmUpSeconds }
}

/// What moves cost the jobs of a run.
public enum MoveCosts: Equatable, Sendable {
    /// Every job the same, in seconds, all of it warm-up.
    case seconds(Double)
    /// By the size of the model: ``defaultCost(of:)``.
    case byModel

    /// What a move costs a job of a class.
    public func cost(of jobClass: JobClass) -> MoveCost {
        switch self {
        case .seconds(let seconds):
            MoveCost(checkpointSeconds: 0, transferSeconds: 0, warmUpSeconds: seconds)
        case .byModel: Self.defaultCost(of: jobClass)
        }
    }

    /// Storage that takes and gives checkpoints, in bytes per second; an assumption of ours.
    static let storageBytesPerSecond = 1e9
    /// Bytes of state per parameter: a weight and two moments of Adam in single precision.
    static let bytesPerParameter = 12.0
    /// What several GPUs add to the start, to find each other, in seconds; an assumption of ours.
    public static let joinSeconds = 2.0

    /// A kind of model.
    public struct Model: Sendable {
        /// Beginning of its name; empty = all others.
        public let prefix: String
        /// Parameters, in millions.
        public let millionParameters: Double
        /// All that a round costs that is not computing, in seconds.
        public let overheadSeconds: Double
    }

    /// The kinds of models.
    ///
    /// Overheads are those that Gavel's authors measured on a cluster, in per cent of rounds of 360 s (Narayanan et
    /// al., OSDI 2020, table 4, without lease renewals): 0.94, 1.58, 0.77, 2.91, 0.77 and 0.22 %. Recommendation
    /// and the others were not measured: they have the median of those six.
    ///
    /// Parameters: He et al. 2016 (ResNet); Vaswani et al. 2017 (Transformer, base); Zhu et al. 2017 (CycleGAN,
    /// two generators and two discriminators); LM, Recommendation and A3C are estimates from the layer sizes of
    /// such models; the others an assumption.
    public static let models = [
        Model(prefix: "ResNet-18", millionParameters: 11.7, overheadSeconds: 3.4),
        Model(prefix: "ResNet-50", millionParameters: 25.6, overheadSeconds: 5.7),
        Model(prefix: "Transformer", millionParameters: 65, overheadSeconds: 2.8),
        Model(prefix: "LM", millionParameters: 14, overheadSeconds: 10.5),
        Model(prefix: "CycleGAN", millionParameters: 28, overheadSeconds: 2.8),
        Model(prefix: "A3C", millionParameters: 1, overheadSeconds: 0.8),
        Model(prefix: "Recommendation", millionParameters: 8, overheadSeconds: 3.1),
        Model(prefix: "", millionParameters: 50, overheadSeconds: 3.1),
    ]

    /// The stated default: state of the model over storage, twice, and the rest of the measured overhead.
    public static func defaultCost(of jobClass: JobClass) -> MoveCost {
        let model = models.first { jobClass.model.hasPrefix($0.prefix) } ?? models[models.count - 1]
        let stateSeconds = model.millionParameters * 1e6 * bytesPerParameter / storageBytesPerSecond
        return MoveCost(
            checkpointSeconds: stateSeconds, transferSeconds: stateSeconds,
            warmUpSeconds: model.overheadSeconds - 2 * stateSeconds
                + (jobClass.scaleFactor > 1 ? joinSeconds : 0))
    }
}
