/// Jobs that run equally fast and take as many GPUs.
public struct RecordedClass: Sendable, Equatable {
    /// Model with batch size, as the workload calls it.
    public var model: String
    /// GPUs that a job takes at once; 1 for a share of one.
    public var scaleFactor: Int
    /// Work done per second on each GPU type, in steps (s on the reference type where durations were given);
    /// 0 = cannot run or not known.
    public var rates: [Double]
    /// Whether work is counted in seconds on the reference type.
    public var isInReferenceSeconds: Bool
    /// GPU types that the jobs accept; empty = all.
    public var acceptedTypes: [String]

    /// Describes a class.
    public init(
        model: String, scaleFactor: Int, rates: [Double], isInReferenceSeconds: Bool = false,
        acceptedTypes: [String] = []
    ) {
        self.model = model
        self.scaleFactor = scaleFactor
        self.rates = rates
        self.isInReferenceSeconds = isInReferenceSeconds
        self.acceptedTypes = acceptedTypes
    }
}

/// A job as it is recorded when it arrives.
public struct RecordedJob: Sendable, Equatable {
    /// The job's own id: by arrival from 0 in schedlab's runs, anything in imported ones.
    public var id: UInt32
    /// Row of its class.
    public var classIndex: Int
    /// Share that it takes of each of its GPUs, in milli-GPU, `1...1000`.
    public var milliPerGPU: Int
    /// When it arrived, in seconds.
    public var arrivalSeconds: Double
    /// When the mechanism noticed it, in seconds.
    public var noticedSeconds: Double
    /// Work to do, in the unit of its class.
    public var totalSteps: Double
    /// Fairness weight.
    public var priorityWeight = 1.0
    /// CPU in all, in thousandths of a core.
    public var cpuMilli = 0
    /// Memory in all, in MiB.
    public var memoryMiB = 0
    /// Duration alone on the reference type in seconds; nil = not known.
    public var referenceDurationSeconds: Double?
    /// The file's own id; empty = it has none.
    public var name = ""
    /// Who submitted it; empty = not said.
    public var user = ""
    /// Queue or partition; empty = not said.
    public var queue = ""

    /// Describes a job of whole GPUs.
    public init(
        id: UInt32, classIndex: Int, milliPerGPU: Int = 1000, arrivalSeconds: Double, noticedSeconds: Double,
        totalSteps: Double
    ) {
        self.id = id
        self.classIndex = classIndex
        self.milliPerGPU = milliPerGPU
        self.arrivalSeconds = arrivalSeconds
        self.noticedSeconds = noticedSeconds
        self.totalSteps = totalSteps
    }
}
