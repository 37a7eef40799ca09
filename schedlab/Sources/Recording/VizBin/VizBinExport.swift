private import Cluster
private import Foundation
private import Kit

/// A record as a `.viz.bin` file of version 2, with what that form cannot say written down in words.
///
/// Round r shows the stays that are open when round r begins: what ran in the round before. The format takes 0 for an
/// idle GPU: where a job has the id 0, all ids are one higher than in the record, and `job_id_offset` in the
/// configuration says so.
public struct VizBinExport: VizBinContent {
    let version = 2
    let configuration: [UInt8]
    let gpuTypeCount: Int
    let gpuCount: Int
    let jobs: [VizBinJob]
    let jobRecordBytes = 24
    let roundCount: Int
    let hasSharing: Bool
    /// What the file says less exactly than the record.
    public let reductions: [String]

    private let record: RunRecord
    /// What ids are higher by than in the record.
    private let idOffset: UInt32
    private static let quarterMilli = 250

    /// Prepares a record.
    ///
    /// - Throws: ``RecordError/notExpressible(format:what:remedy:)`` where the run exceeds the format's limits.
    public init(_ record: RunRecord) throws {
        self.record = record
        let layout = record.provenance.layout
        gpuTypeCount = layout.types.count
        gpuCount = layout.gpuCount
        try Self.require(gpuCount <= Int(UInt16.max), "it has \(gpuCount) GPUs, at most 65,535 fit")
        try Self.require(gpuTypeCount <= 255, "it has \(gpuTypeCount) GPU types, at most 255 fit")
        var survey = Survey()
        try record.forEachEvent { try survey.take($0, record) }
        let ids = survey.jobs.map(\.id)
        idOffset = ids.contains(0) ? 1 : 0
        try Self.require(
            idOffset == 0 || !ids.contains(.max),
            "it has jobs with the ids 0 and 4,294,967,295, and 0 is taken for an idle GPU")
        var jobs = survey.jobs
        for index in jobs.indices { jobs[index].id += idOffset }
        self.jobs = jobs
        roundCount = survey.roundCount
        hasSharing = survey.hasShares
        configuration = Self.configuration(record, idOffset: idOffset)
        var reductions: [String] = []
        if idOffset > 0 {
            reductions.append(
                "job ids are one higher than in the record: a job has the id 0, which the format takes for an idle GPU"
            )
        }
        if survey.hasOddShares {
            reductions.append(
                "shares of a GPU are rounded to quarters; tenants beyond the fourth are left out")
        }
        if Set(layout.types.map { type in Set(layout.nodes[type.nodes].map(\.gpus.count)) }).contains(where: {
            $0.count > 1
        }) {
            reductions.append("nodes of different sizes within a type are shown as if they were of one size")
        }
        reductions.append("times have 24 bits")
        self.reductions = reductions
    }

    /// Writes the file.
    ///
    /// - Throws: `FileError`, ``RecordError``.
    public func write(to path: String) throws {
        let file = try AtomicFile(path: path)
        try VizBinEncoder.encode(self) { try file.append(bytes: $0) }
        try file.finish()
    }

    private static func require(_ condition: Bool, _ what: String) throws {
        guard !condition else { return }
        throw RecordError.notExpressible(
            format: ".viz.bin", what: what, remedy: "export it as perfetto, csv or html")
    }

    private static func configuration(_ record: RunRecord, idOffset: UInt32) -> [UInt8] {
        let layout = record.provenance.layout
        let types = layout.types.map { type in
            JSONValue.object([
                ("name", .string(type.name)), ("count", .int(type.gpuCount)),
                ("gpus_per_node", .int(layout.nodes[type.nodes].map(\.gpus.count).max() ?? 1)),
            ])
        }
        let classes = record.classes.enumerated().map { index, recordedClass in
            JSONValue.object([
                ("id", .int(index)), ("name", .string(recordedClass.model)),
                ("category", .string(ModelCategory(model: recordedClass.model).rawValue)),
            ])
        }
        let window = record.provenance.window ?? 0..<0
        return Array(
            JSONValue.object(
                [
                    ("gpu_types", .array(types)), ("job_types", .array(classes)),
                    (
                        "measurement_window",
                        .object([
                            ("start_job", .int(window.lowerBound)), ("end_job", .int(window.upperBound)),
                        ])
                    ),
                    ("policy", .string(record.provenance.policy)), ("source", .string("schedlab")),
                ] + (idOffset > 0 ? [("job_id_offset", .int(Int(idOffset)))] : [])
            ).oneLine.utf8)
    }

    /// What must be known before the first byte: the jobs, the number of rounds, whether GPUs are shared.
    private struct Survey {
        var jobs: [VizBinJob] = []
        var roundCount = 0
        var hasShares = false
        var hasOddShares = false
        private var arrivals: [Double] = []
        private var label: UInt32 = 0
        private var activeCount = 0

        mutating func take(_ event: RecordedEvent, _ record: RunRecord) throws {
            switch event {
            case .roundBegan(let round):
                label = UInt32(roundCount)
                roundCount += 1
                for count in [round.activeJobCount, round.runningJobCount, activeCount] {
                    try require(count <= Int(UInt16.max), "\(count) jobs are active at once")
                }
            case .arrived(_, let job):
                let scaleFactor = record.classes[job.classIndex].scaleFactor
                try require(scaleFactor <= 255, "job \(job.id) takes \(scaleFactor) GPUs, at most 255 fit")
                try require(job.classIndex <= Int(UInt16.max), "it has more than 65,535 classes of jobs")
                jobs.append(
                    VizBinJob(
                        id: job.id, type: UInt16(job.classIndex), scaleFactor: UInt8(scaleFactor),
                        arrivalRound: label))
                arrivals.append(job.arrivalSeconds)
                activeCount += 1
            case .placed(let placed):
                hasShares = hasShares || placed.milliPerGPU < 1000
                hasOddShares = hasOddShares || placed.milliPerGPU % quarterMilli != 0
            case .ended(let end):
                activeCount -= 1
                guard end.isCompleted else { return }
                jobs[end.job].completionRound = label
                jobs[end.job].durationSeconds = Float(end.endSeconds - arrivals[end.job])
            default: break
            }
        }
    }

    /// Goes through the rounds in order.
    func forEachRound(_ visit: (VizBinRound) throws -> Void) throws {
        var picture = Picture(gpuCount: gpuCount, idOffset: idOffset)
        var number: UInt32 = 0
        try record.forEachEvent { event in
            if case .roundBegan(let round) = event {
                try visit(picture.round(round, number: number))
                number += 1
            } else {
                picture.take(event)
            }
        }
    }

    /// What runs, what waits and what has completed so far.
    private struct Picture {
        private var tenants: [[(id: UInt32, milli: Int)]]
        private var ids: [UInt32] = []
        private var arrivals: [Double] = []
        private var waiting: Set<Int> = []
        private var heldGPUSeconds = 0.0
        private var completedCount = 0
        private var sumOfJCTs = 0.0
        private var recent: [Double] = []

        private let idOffset: UInt32

        init(gpuCount: Int, idOffset: UInt32) {
            tenants = Array(repeating: [], count: gpuCount)
            self.idOffset = idOffset
        }

        mutating func take(_ event: RecordedEvent) {
            switch event {
            case .arrived(let number, let job):
                ids.append(job.id + idOffset)
                arrivals.append(job.arrivalSeconds)
                waiting.insert(number)
            case .placed(let placed):
                waiting.remove(placed.job)
                for gpu in placed.gpus { tenants[Int(gpu)].append((ids[placed.job], placed.milliPerGPU)) }
            case .left(let left):
                waiting.insert(left.job)
                for gpu in left.gpus { tenants[Int(gpu)].removeAll { $0.id == ids[left.job] } }
                heldGPUSeconds +=
                    (left.toSeconds - left.fromSeconds) * Double(left.gpus.count * left.milliPerGPU) / 1000
            case .ended(let end):
                waiting.remove(end.job)
                guard end.isCompleted else { return }
                completedCount += 1
                sumOfJCTs += end.endSeconds - arrivals[end.job]
                recent.append(end.nowSeconds)
                if recent.count > 100 { recent.removeFirst() }
            default: break
            }
        }

        func round(_ state: RecordedRound, number: UInt32) -> VizBinRound {
            var round = VizBinRound()
            round.round = number
            round.seconds = Float(state.nowSeconds)
            let busy = state.nowSeconds > 0 ? heldGPUSeconds / state.nowSeconds / Double(tenants.count) : 0
            round.utilization = Float(state.bookedUtilization ?? busy)
            round.runningJobCount = UInt16(clamping: state.runningJobCount)
            round.queuedJobCount = UInt16(clamping: state.activeJobCount - state.runningJobCount)
            round.completedJobCount = UInt32(clamping: state.endedJobCount)
            round.averageJCTSeconds = completedCount > 0 ? Float(sumOfJCTs / Double(completedCount)) : 0
            if let first = recent.first, let last = recent.last, last > first {
                round.completionsPerHour = Float(Double(recent.count) / ((last - first) / 3600))
            }
            round.usedGPUsOfType = state.usedGPUsOfType.map { UInt16(clamping: $0) }
            round.jobOfGPU = tenants.map { $0.first?.id ?? 0 }
            round.queue = waiting.sorted().map { ids[$0] }
            round.shared = tenants.indices.compactMap { shared(UInt16($0)) }
            return round
        }

        /// The quarters of a GPU; nil when they are all one job's, or free.
        private func shared(_ gpu: UInt16) -> VizBinRound.Shared? {
            var slots: [UInt32] = []
            for tenant in tenants[Int(gpu)] {
                let exact = Double(tenant.milli) / Double(quarterMilli)
                let count = max(1, Int(exact.rounded(.toNearestOrEven)))
                if slots.count + count <= 4 { slots += Array(repeating: tenant.id, count: count) }
            }
            slots += Array(repeating: 0, count: 4 - slots.count)
            return slots.allSatisfy { $0 == slots[0] } ? nil : VizBinRound.Shared(gpu: gpu, slots: slots)
        }
    }
}
