/// What determines a job's speed on each GPU type.
///
/// Jobs of one class are twins: the same rates and the same demand.
public struct JobClass: Hashable, Sendable {
    /// What a job's work is counted in.
    public enum WorkUnit: Hashable, Sendable {
        /// Training steps of a model of the throughput table.
        case steps
        /// Seconds that the job takes on the reference GPU type.
        case referenceSeconds
        /// Seconds that the job takes on any GPU type and across any nodes.
        case anywhereSeconds
    }

    /// Name of the model, for example `LM (batch size 5)`; may be empty for work in seconds.
    public let model: String
    /// GPUs that the job takes at once (Gavel's scale factor), >= 1.
    public let scaleFactor: Int
    /// What its work is counted in.
    public let workUnit: WorkUnit
    /// GPU types that it accepts, in lower case and in alphabetical order; empty = any.
    public let acceptedTypes: [String]

    /// Names a class; its work is counted in steps and every type will do, unless said otherwise.
    public init(
        model: String, scaleFactor: Int, workUnit: WorkUnit = .steps, acceptedTypes: [String] = []
    ) {
        self.model = model
        self.scaleFactor = scaleFactor
        self.workUnit = workUnit
        self.acceptedTypes = acceptedTypes.map { $0.lowercased() }.sorted()
    }

    /// The same class, restricted to some GPU types; empty = as it is.
    public func restricted(to types: [String]) -> JobClass {
        types.isEmpty
            ? self
            : JobClass(model: model, scaleFactor: scaleFactor, workUnit: workUnit, acceptedTypes: types)
    }

    /// Whether the class may run on a type at all.
    public func accepts(_ gpuType: String) -> Bool {
        acceptedTypes.isEmpty || acceptedTypes.contains(gpuType.lowercased())
    }
}
