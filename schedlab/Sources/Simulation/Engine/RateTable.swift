public import Workload

/// Steps per second of each job class on each GPU type of the cluster, as a row-major matrix.
public struct RateTable: Sendable {
    /// Number of GPU types: the width of a row.
    public let typeCount: Int
    /// The classes seen so far, in order of first arrival.
    public private(set) var classes: [JobClass] = []
    /// `rates[class * typeCount + type]`, steps per second of the whole job; 0 = cannot run there.
    public private(set) var rates: [Double] = []
    /// The same for jobs that span more nodes than they need.
    private(set) var spanningRates: [Double] = []
    private let gpuTypes: [String]
    /// GPUs of each type.
    private let gpuCounts: [Int]
    private let speeds: SpeedBook
    private var rowOfClass: [JobClass: Int] = [:]

    /// A table over the cluster's types, filled as classes appear.
    ///
    /// - Parameters:
    ///   - gpuTypes: Names of the types.
    ///   - gpuCounts: GPUs of each type; a class cannot run on a type with fewer than it takes.
    ///   - speeds: The speeds.
    public init(gpuTypes: [String], gpuCounts: [Int], speeds: SpeedBook) {
        self.gpuCounts = gpuCounts
        self.typeCount = gpuTypes.count
        self.gpuTypes = gpuTypes
        self.speeds = speeds
    }

    /// The class's row; looks its speeds up when it is new.
    ///
    /// - Throws: `WorkloadError` when a speed is unknown.
    public mutating func row(of jobClass: JobClass) throws(WorkloadError) -> Int {
        if let row = rowOfClass[jobClass] { return row }
        for type in gpuTypes {
            let rate = try speeds.stepsPerSecond(jobClass, on: type)
            rates.append(rate)
            spanningRates.append(rate * speeds.spanningFraction(of: jobClass, on: type))
        }
        classes.append(jobClass)
        rowOfClass[jobClass] = classes.count - 1
        return classes.count - 1
    }

    /// Steps per second of a class on a type.
    @inlinable public func rate(class row: Int, type: Int) -> Double { rates[row * typeCount + type] }

    /// Steps per second of a class on a type that has as many GPUs as it takes; 0 on the others.
    ///
    /// Whoever asks what a job could do on the cluster wants this rate, not ``rate(class:type:)``.
    public func usableRate(class row: Int, type: Int) -> Double {
        gpuCounts[type] < classes[row].scaleFactor ? 0 : rate(class: row, type: type)
    }

    /// Steps per second of a class on its fastest type that is large enough; 0 = it can run nowhere.
    public func fastestRate(class row: Int) -> Double {
        (0..<typeCount).reduce(0) { max($0, usableRate(class: row, type: $1)) }
    }

    /// Steps per second of a class on a type when it spans more nodes than it needs.
    func spanningRate(class row: Int, type: Int) -> Double {
        spanningRates[row * typeCount + type]
    }
}
