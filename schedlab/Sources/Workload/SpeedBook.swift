private import Spelling

/// Tells how fast a job class runs on a GPU type: measured where possible, else assumed.
public struct SpeedBook: Sendable {
    /// The type that assumed speeds are relative to and that durations of generated jobs refer to.
    public static let referenceType = "v100"

    private let table: ThroughputTable
    private let given: RelativeSpeeds

    /// A book over a table of measurements and a user's own relative speeds.
    public init(_ table: ThroughputTable, given: RelativeSpeeds = RelativeSpeeds()) {
        self.table = table
        self.given = given
    }

    /// The table's source.
    public var source: String { table.source }

    /// Units of work per second of the whole job on GPUs that share a node.
    ///
    /// Looked for in this order: what the user gave, measurements, assumptions.
    ///
    /// - Parameters:
    ///   - jobClass: Model, scale factor and unit of work.
    ///   - gpuType: The type; names are compared without case.
    /// - Returns: The rate, >= 0; 0 = the job cannot run on the type.
    /// - Throws: ``WorkloadError/unknownModel(model:scaleFactor:nearest:)`` or
    ///   ``WorkloadError/noSpeed(gpuType:jobClass:source:)``.
    public func stepsPerSecond(
        _ jobClass: JobClass, on gpuType: String
    ) throws(WorkloadError) -> Double {
        guard jobClass.accepts(gpuType) else { return 0 }
        switch jobClass.workUnit {
        case .referenceSeconds: return try relativeSpeed(of: jobClass, on: gpuType)
        case .anywhereSeconds: return 1
        case .steps: break
        }
        let measured = measured(jobClass, gpuType)
        if let measured, given.speed(gpuType: gpuType, model: jobClass.model) == nil { return measured }
        guard let reference = self.measured(jobClass, Self.referenceType) else {
            guard isKnown(jobClass) else {
                let measured = table.scaleFactors(of: jobClass.model)
                if !measured.isEmpty {
                    throw .unmeasuredScaleFactor(
                        model: jobClass.model, scaleFactor: jobClass.scaleFactor, measured: measured)
                }
                throw .unknownModel(
                    model: jobClass.model, scaleFactor: jobClass.scaleFactor,
                    nearest: nearest(to: jobClass.model, among: table.models))
            }
            throw .noSpeed(gpuType: gpuType, jobClass: jobClass, source: table.source)
        }
        return reference * (try relativeSpeed(of: jobClass, on: gpuType))
    }

    /// Speed of a class on a type relative to the reference type.
    ///
    /// - Returns: The speed, >= 0.
    /// - Throws: ``WorkloadError/noSpeed(gpuType:jobClass:source:)``.
    public func relativeSpeed(
        of jobClass: JobClass, on gpuType: String
    ) throws(WorkloadError) -> Double {
        if let given = given.speed(gpuType: gpuType, model: jobClass.model) { return given }
        if gpuType.lowercased() == Self.referenceType { return 1 }
        let known = JobClass(model: jobClass.model, scaleFactor: jobClass.scaleFactor)
        if let own = measured(known, gpuType), let reference = measured(known, Self.referenceType),
            reference > 0
        {
            return own / reference
        }
        if let assumed = AssumedSpeed.of(gpuType) { return assumed.relativeSpeed }
        if isMeasured(gpuType) { return medianRelativeSpeed(gpuType) }
        if let assumed = given.assumedForUnknown { return assumed }
        throw .noSpeed(gpuType: gpuType, jobClass: jobClass, source: table.source)
    }

    /// Rate of a class across more nodes than it needs, over its rate on as few as possible.
    ///
    /// Measured where the table has both; elsewhere the median of the table at that number of GPUs, or at
    /// the nearest that was measured. (A measured fraction may exceed 1.)
    public func spanningFraction(of jobClass: JobClass, on gpuType: String) -> Double {
        guard jobClass.scaleFactor > 1, jobClass.workUnit != .anywhereSeconds else { return 1 }
        let known = JobClass(model: jobClass.model, scaleFactor: jobClass.scaleFactor)
        let entry =
            table.entry(gpuType: gpuType, jobClass: known)
            ?? table.entry(gpuType: gpuType.lowercased(), jobClass: known)
        return entry?.spanningFraction ?? table.medianSpanningFraction(scaleFactor: jobClass.scaleFactor)
    }

    /// Whether the rate of a class across nodes was measured on a type.
    public func isSpanningMeasured(_ jobClass: JobClass, on gpuType: String) -> Bool {
        let known = JobClass(model: jobClass.model, scaleFactor: jobClass.scaleFactor)
        return
            (table.entry(gpuType: gpuType, jobClass: known)
            ?? table.entry(gpuType: gpuType.lowercased(), jobClass: known))?.spanningFraction != nil
    }

    /// The median of other models that stands in for the speed of a class on a measured type; nil where the
    /// class's own speed is given, measured or assumed.
    public func medianStandIn(for jobClass: JobClass, on gpuType: String) -> Double? {
        guard isMeasured(gpuType), gpuType.lowercased() != Self.referenceType,
            given.speed(gpuType: gpuType, model: jobClass.model) == nil, AssumedSpeed.of(gpuType) == nil
        else { return nil }
        let known = JobClass(model: jobClass.model, scaleFactor: jobClass.scaleFactor)
        if measured(known, gpuType) != nil, measured(known, Self.referenceType) ?? 0 > 0 { return nil }
        return medianRelativeSpeed(gpuType)
    }

    /// The assumption that speeds on a type rest on; nil where the table has measurements of it.
    public func assumption(for gpuType: String) -> AssumedSpeed? {
        if isMeasured(gpuType) || given.speed(gpuType: gpuType, model: "") != nil { return nil }
        if let assumed = AssumedSpeed.of(gpuType) { return assumed }
        return given.assumedForUnknown.map {
            AssumedSpeed(
                gpuType: gpuType, relativeSpeed: $0, basis: "--assume-speed: nothing is known of the type")
        }
    }

    /// Whether the table has measurements of the type.
    public func isMeasured(_ gpuType: String) -> Bool {
        table.gpuTypes.contains(gpuType) || table.gpuTypes.contains(gpuType.lowercased())
    }

    /// Indices of GPU types, the fastest first, ties in the order given.
    ///
    /// Measured types count by their median speed relative to the reference type over the single-GPU
    /// classes. (The mean would put P100 before V100: a few models were measured more than twice as fast
    /// there.)
    ///
    /// - Throws: ``WorkloadError/noSpeed(gpuType:jobClass:source:)`` for a type without any speed.
    public func fastestFirst(_ gpuTypes: [String]) throws(WorkloadError) -> [Int] {
        var speeds: [Double] = []
        for type in gpuTypes {
            speeds.append(
                isMeasured(type)
                    ? medianRelativeSpeed(type)
                    : try relativeSpeed(of: JobClass(model: "", scaleFactor: 1), on: type))
        }
        return gpuTypes.indices.sorted { speeds[$0] != speeds[$1] ? speeds[$0] > speeds[$1] : $0 < $1 }
    }

    /// Median over the single-GPU classes measured on both the type and the reference type.
    private func medianRelativeSpeed(_ gpuType: String) -> Double {
        var ratios: [Double] = []
        for template in JobTemplate.all {
            let jobClass = JobClass(model: template.model, scaleFactor: 1)
            guard let reference = measured(jobClass, Self.referenceType), reference > 0,
                let own = measured(jobClass, gpuType)
            else { continue }
            ratios.append(own / reference)
        }
        return ratios.isEmpty ? 0 : ratios.sorted()[ratios.count / 2]
    }

    private func measured(_ jobClass: JobClass, _ gpuType: String) -> Double? {
        (table.entry(gpuType: gpuType, jobClass: jobClass)
            ?? table.entry(gpuType: gpuType.lowercased(), jobClass: jobClass))?.consolidated
    }

    private func isKnown(_ jobClass: JobClass) -> Bool {
        table.scaleFactors(of: jobClass.model).contains(jobClass.scaleFactor)
    }
}
