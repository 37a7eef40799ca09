/// Tells how fast a job class runs on a GPU type: measured where possible, else assumed.
public struct SpeedBook: Sendable {
    /// The type that assumed speeds are relative to and that durations of generated jobs refer to.
    public static let referenceType = "v100"

    private let table: ThroughputTable

    /// A book over a table of measurements.
    public init(_ table: ThroughputTable) { self.table = table }

    /// The table's source.
    public var source: String { table.source }

    /// Steps per second of the whole job on GPUs that share a node.
    ///
    /// - Parameters:
    ///   - jobClass: Model and scale factor.
    ///   - gpuType: The type; measured types are found without case.
    /// - Returns: The rate, >= 0; 0 = the job cannot run on the type.
    /// - Throws: ``WorkloadError/unknownModel(model:scaleFactor:nearest:)`` or
    ///   ``WorkloadError/noSpeed(gpuType:jobClass:source:)``.
    public func stepsPerSecond(
        _ jobClass: JobClass, on gpuType: String
    ) throws(WorkloadError) -> Double {
        if let measured = measured(jobClass, gpuType) { return measured }
        guard let reference = measured(jobClass, Self.referenceType) else {
            guard isKnown(jobClass) else {
                throw .unknownModel(
                    model: jobClass.model, scaleFactor: jobClass.scaleFactor,
                    nearest: nearest(to: jobClass.model, among: table.models))
            }
            throw .noSpeed(gpuType: gpuType, jobClass: jobClass, source: table.source)
        }
        guard let assumed = AssumedSpeed.of(gpuType) else {
            throw .noSpeed(gpuType: gpuType, jobClass: jobClass, source: table.source)
        }
        return reference * assumed.relativeSpeed
    }

    /// The assumption that speeds on a type rest on; nil where the table has measurements of it.
    public func assumption(for gpuType: String) -> AssumedSpeed? {
        isMeasured(gpuType) ? nil : AssumedSpeed.of(gpuType)
    }

    /// Whether the table has measurements of the type.
    public func isMeasured(_ gpuType: String) -> Bool {
        table.gpuTypes.contains(gpuType) || table.gpuTypes.contains(gpuType.lowercased())
    }

    /// Indices of GPU types, the fastest first: by median speed relative to the reference type over the
    /// single-GPU classes, ties in the order given. (The mean would put P100 before V100: a few
    /// models were measured more than twice as fast there.)
    ///
    /// - Throws: ``WorkloadError/noSpeed(gpuType:jobClass:source:)`` for a type without any speed.
    public func fastestFirst(_ gpuTypes: [String]) throws(WorkloadError) -> [Int] {
        var speeds: [Double] = []
        for type in gpuTypes { speeds.append(try medianRelativeSpeed(type)) }
        return gpuTypes.indices.sorted { speeds[$0] != speeds[$1] ? speeds[$0] > speeds[$1] : $0 < $1 }
    }

    private func medianRelativeSpeed(_ gpuType: String) throws(WorkloadError) -> Double {
        var ratios: [Double] = []
        for template in JobTemplate.all {
            let jobClass = JobClass(model: template.model, scaleFactor: 1)
            guard let reference = measured(jobClass, Self.referenceType), reference > 0 else { continue }
            ratios.append(try stepsPerSecond(jobClass, on: gpuType) / reference)
        }
        return ratios.isEmpty ? 0 : ratios.sorted()[ratios.count / 2]
    }

    private func measured(_ jobClass: JobClass, _ gpuType: String) -> Double? {
        (table.entry(gpuType: gpuType, jobClass: jobClass)
            ?? table.entry(gpuType: gpuType.lowercased(), jobClass: jobClass))?.consolidated
    }

    private func isKnown(_ jobClass: JobClass) -> Bool {
        table.gpuTypes.contains { table.entry(gpuType: $0, jobClass: jobClass) != nil }
    }
}
