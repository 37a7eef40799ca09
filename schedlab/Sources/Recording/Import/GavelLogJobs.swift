internal import Cluster
internal import Workload

/// The jobs that a log has told of so far.
struct GavelLogJobs {
    private let types: [String]
    private let speeds: SpeedBook
    /// Classes of jobs, with the speeds that are known of them.
    private(set) var classes: [RecordedClass] = []
    /// Jobs that arrived without a word.
    var strangerCount = 0
    private(set) var endedCount = 0
    private var rowOfClass: [String: Int] = [:]
    private var numberOfID: [UInt32: Int] = [:]
    private var classRows: [Int] = []
    private var milli: [Int] = []
    private var ended: [Bool] = []

    init(layout: ClusterLayout, speeds: SpeedBook) {
        types = layout.types.map(\.name)
        self.speeds = speeds
    }

    var count: Int { classRows.count }

    func number(of id: UInt32) -> Int? { numberOfID[id] }

    func milliPerGPU(_ job: Int) -> Int { milli[job] }

    func hasEnded(_ job: Int) -> Bool { ended[job] }

    /// Work per second of a job on a type; 0 = not known.
    func rate(_ job: Int, type: Int) -> Double { classes[classRows[job]].rates[type] }

    /// The row of a class, and whether it was not there before.
    mutating func classRow(model: String, scaleFactor: Int) -> (row: Int, isNew: Bool) {
        let key = "\(scaleFactor) \(model)"
        if let row = rowOfClass[key] { return (row, false) }
        let jobClass = JobClass(model: model, scaleFactor: scaleFactor)
        classes.append(
            RecordedClass(
                model: model, scaleFactor: scaleFactor,
                rates: types.map { (try? speeds.stepsPerSecond(jobClass, on: $0)) ?? 0 }))
        rowOfClass[key] = classes.count - 1
        return (classes.count - 1, true)
    }

    mutating func add(_ id: UInt32, classRow: Int, milliPerGPU: Int) {
        numberOfID[id] = count
        classRows.append(classRow)
        milli.append(milliPerGPU)
        ended.append(false)
    }

    /// - Returns: False when the job had ended already.
    mutating func end(_ job: Int) -> Bool {
        guard !ended[job] else { return false }
        ended[job] = true
        endedCount += 1
        return true
    }
}
