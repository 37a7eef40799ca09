internal import Cluster

/// Rounds of a `.viz.bin` file in our numbers: who holds which GPUs of our layout.
struct VizBinRows {
    /// A job on its GPUs.
    struct Holding {
        /// Index in the table of jobs.
        var job: Int
        /// Our type.
        var type: Int
        /// Our GPUs.
        var gpus: GPURuns
        /// Share of each in milli-GPU.
        var milliPerGPU: Int
    }

    /// A round.
    struct Row {
        /// As the file has it.
        var state: VizBinRound
        /// The clock in seconds.
        var seconds: Double
        /// Who holds GPUs, by the first of them.
        var holdings: [Holding]
        /// Jobs that wait, by their index in the table; without those that hold GPUs.
        var queue: [Int]
        /// Jobs that the file counts as waiting although they hold GPUs.
        var queuedHolderCount = 0
        /// How job 0 was found.
        var jobZero = VizBinJobZero.Outcome.notThere
    }

    private let file: VizBinFile
    private let places: VizBinLayout
    /// Index in the table of jobs by the file's id.
    var indexOfID: [UInt32: Int] = [:]
    /// Finds the job that the form cannot show; nil where it is shown or not there.
    var jobZero: VizBinJobZero?
    private var last: (index: Int, row: Row)?
    private static let quarterMilli = 250

    init(_ file: VizBinFile, places: VizBinLayout) {
        self.file = file
        self.places = places
    }

    /// A round; rounds must be asked for in order, and anew from 0.
    mutating func row(_ index: Int) throws -> Row {
        if let last, last.index == index { return last.row }
        let state = try file.round(index)
        guard state.seconds.isFinite, state.seconds >= 0 else {
            throw RecordError.malformedImport(
                path: file.path, place: "round \(index)", problem: "its time is \(state.seconds) s")
        }
        var row = Row(state: state, seconds: Double(state.seconds), holdings: [], queue: [])
        var holdings = Holdings()
        let shared = Set(state.shared.map { Int($0.gpu) })
        for (gpu, id) in state.jobOfGPU.enumerated() where id != 0 && !shared.contains(gpu) {
            add(&holdings, id, index: gpu, milli: 1000)
        }
        for entry in state.shared where Int(entry.gpu) < places.gpuOfIndex.count {
            // In the order of the slots, which is that in which the tenants came.
            var seen: Set<UInt32> = [0]
            for id in entry.slots where seen.insert(id).inserted {
                let quarters = entry.slots.count { $0 == id }
                add(&holdings, id, index: Int(entry.gpu), milli: quarters * Self.quarterMilli)
            }
        }
        if let found = jobZero?.find(in: state, row: index, places: places) {
            row.jobZero = found.outcome
            for gpu in found.indices { holdings.add(found.job, gpu, milli: 1000) }
        }
        row.holdings = holdings.listed(places)
        let holders = Set(row.holdings.map(\.job))
        let waiting = state.queue.compactMap { indexOfID[$0] }
        row.queue = waiting.filter { !holders.contains($0) }
        row.queuedHolderCount = waiting.count - row.queue.count
        last = (index, row)
        return row
    }

    private func add(_ holdings: inout Holdings, _ id: UInt32, index: Int, milli: Int) {
        if let job = indexOfID[id] { holdings.add(job, index, milli: milli) }
    }

    /// The GPUs of each job, in the order of the file.
    private struct Holdings {
        private var order: [Int] = []
        private var indices: [Int: (gpus: [Int], milli: Int)] = [:]

        mutating func add(_ job: Int, _ gpu: Int, milli: Int) {
            guard var entry = indices[job] else {
                order.append(job)
                indices[job] = ([gpu], milli)
                return
            }
            entry.gpus.append(gpu)
            entry.milli = min(entry.milli, milli)
            indices[job] = entry
        }

        /// A job runs on one type for us; where a file has several, the first counts.
        func listed(_ places: VizBinLayout) -> [Holding] {
            order.compactMap { job in
                guard let entry = indices[job], let first = entry.gpus.first else { return nil }
                let type = places.fileTypeOfIndex[first]
                let ours = entry.gpus.filter {
                    places.typeOfType[places.fileTypeOfIndex[$0]] == places.typeOfType[type]
                }
                return Holding(
                    job: job, type: places.typeOfType[type],
                    gpus: GPURuns(Set(ours).map { places.gpuOfIndex[$0] }.sorted()), milliPerGPU: entry.milli)
            }
        }
    }
}
