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
    public static let storageBytesPerSecond = 1e9
    /// Bytes of state per parameter: a weight and two moments of Adam in single precision.
    public static let bytesPerParameter = 12.0
    /// Start of the program on one GPU, in seconds.
    ///
    /// With the rest this stays near the 10.5 s a round of 360 s
    /// (2.91 %) that Gavel measured at worst (Narayanan et al., OSDI 2020, table 4).
    public static let startSeconds = 8.0
    /// What several GPUs add to it, to find each other, in seconds; an assumption of ours.
    public static let joinSeconds = 2.0
    /// Parameters of a model that is not in ``millionParameters``, in millions; an assumption of ours.
    public static let otherMillionParameters = 100.0

    /// Parameters by the beginning of a model's name, in millions, rounded.
    ///
    /// - Note: He et al. 2016 (ResNet); Vaswani et al. 2017 (Transformer, base); Zhu et al. 2017 (CycleGAN:
    ///   two generators, two discriminators). LM, Recommendation and A3C are estimates from the layer sizes of
    ///   such models: a word LSTM of 200 units on 33,000 words, an autoencoder on 20,000 items, a small
    ///   convolutional network with an LSTM.
    public static let millionParameters: [(modelPrefix: String, millions: Double)] = [
        ("ResNet-18", 11.7), ("ResNet-50", 25.6), ("Transformer", 65), ("LM", 14), ("Recommendation", 8),
        ("CycleGAN", 28), ("A3C", 1),
    ]

    /// The stated default: state of the model over storage, twice, and the start of the program.
    public static func defaultCost(of jobClass: JobClass) -> MoveCost {
        let known = millionParameters.first { jobClass.model.hasPrefix($0.modelPrefix) }
        let bytes = (known?.millions ?? otherMillionParameters) * 1e6 * bytesPerParameter
        let seconds = bytes / storageBytesPerSecond
        return MoveCost(
            checkpointSeconds: seconds, transferSeconds: seconds,
            warmUpSeconds: startSeconds + (jobClass.scaleFactor > 1 ? joinSeconds : 0))
    }
}
