private import Cluster
public import Kit
public import Recording

/// The part `at?t=`: who waits at an instant and why, and what is free where.
public struct AtAnswer {
    /// The part.
    public let json: JSONValue

    /// Why a job waits, in a word; the words are part of the format.
    private enum Reason: String, CaseIterable {
        case arrived, noRoom, tooFew, split, left
    }

    /// A job that waits.
    private struct Waiting {
        var job: Int
        var classIndex: Int
        var milli: Int
        var arrivalSeconds: Double
        var isNew: Bool
    }

    /// What is free of a type for a share: GPUs with room, most of them on one node, the largest node.
    private struct Room {
        var gpuCount = 0
        var largestHole = 0
        var largestNode = 0
    }

    /// Looks at an instant.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - seconds: On the run's clock.
    /// - Throws: ``RecordError``.
    public init(_ record: RunRecord, atSeconds seconds: Double) throws {
        let moment = try record.moment(atSeconds: seconds)
        let layout = record.provenance.layout
        var free = moment.before.freeMilli
        let waiting = Self.waiting(moment, atSeconds: seconds, &free)
        let order = Self.ordered(waiting, moment.queue)
        var rooms: [Int: [Room]] = [:]
        var counts: [Reason: Int] = [:]
        var queue: [JSONValue] = []
        for job in order {
            let room =
                rooms[job.milli] ?? layout.types.indices.map { Self.room(layout, type: $0, job.milli, free) }
            rooms[job.milli] = room
            let jobClass = record.classes[job.classIndex]
            let reason = Self.reason(job, jobClass, room)
            counts[reason, default: 0] += 1
            queue.append(
                .object([
                    ("job", .int(job.job)), ("reason", .string(reason.rawValue)),
                    ("gpus", .int(jobClass.scaleFactor)), ("waited", .double(seconds - job.arrivalSeconds)),
                ]))
        }
        json = .object([
            ("part", .string("at")), ("version", .int(1)), ("seconds", .double(seconds)),
            ("round", moment.round.map { .int($0.round) } ?? .null),
            ("roundSeconds", .number(moment.round?.nowSeconds)), ("queue", .array(queue)),
            (
                "reasons",
                .object(
                    Reason.allCases.compactMap { reason in counts[reason].map { (reason.rawValue, .int($0)) }
                    })
            ), ("nodes", .array(Self.nodes(layout, free))),
            ("order", .string(moment.queue == nil ? "arrival" : "policy")),
        ])
    }

    /// The jobs that wait at the time, by number; `free` becomes what is free then.
    private static func waiting(
        _ moment: RecordedMoment, atSeconds seconds: Double, _ free: inout [Int32]
    ) -> [Waiting] {
        let before = moment.before
        var jobs: [Int: Waiting] = [:]
        for job in before.activeJobs.map(Int.init) where before.phase(of: job) == .waiting {
            jobs[job] = known(job, before)
        }
        for event in moment.events {
            switch event {
            case .arrived(let number, let job) where job.noticedSeconds <= seconds:
                jobs[number] = Waiting(
                    job: number, classIndex: job.classIndex, milli: job.milliPerGPU,
                    arrivalSeconds: job.arrivalSeconds, isNew: true)
            case .placed(let placed) where placed.nowSeconds <= seconds:
                jobs[placed.job]?.isNew = false
                jobs[placed.job]?.milli *= -1
                for gpu in placed.gpus { free[Int(gpu)] &-= Int32(placed.milliPerGPU) }
            case .left(let left) where left.toSeconds <= seconds:
                if let waiting = jobs[left.job] {
                    jobs[left.job]?.milli = abs(waiting.milli)
                } else {
                    jobs[left.job] = known(left.job, before)
                }
                for gpu in left.gpus { free[Int(gpu)] &+= Int32(left.milliPerGPU) }
            case .ended(let end) where end.endSeconds <= seconds: jobs[end.job] = nil
            default: break
            }
        }
        // A share below zero marks those that hold GPUs.
        return jobs.values.filter { $0.milli > 0 }.sorted { $0.job < $1.job }
    }

    private static func known(_ job: Int, _ state: RecordState) -> Waiting {
        Waiting(
            job: job, classIndex: state.classIndex(of: job), milli: state.milliPerGPU(of: job),
            arrivalSeconds: state.arrivalSeconds(of: job), isNew: false)
    }

    /// In the order of the queue; those that it does not name come last, by arrival.
    private static func ordered(_ waiting: [Waiting], _ queue: [Int]?) -> [Waiting] {
        guard let queue else { return waiting }
        var rank: [Int: Int] = [:]
        for (place, job) in queue.enumerated() { rank[job] = place }
        return waiting.sorted { (rank[$0.job] ?? .max, $0.job) < (rank[$1.job] ?? .max, $1.job) }
    }

    private static func reason(_ job: Waiting, _ jobClass: RecordedClass, _ rooms: [Room]) -> Reason {
        if job.isNew { return .arrived }
        let usable = rooms.indices.filter { $0 >= jobClass.rates.count || jobClass.rates[$0] > 0 }
        let types = usable.isEmpty ? Array(rooms.indices) : usable
        let need = jobClass.scaleFactor
        if types.allSatisfy({ rooms[$0].gpuCount == 0 }) { return .noRoom }
        let enough = types.filter { rooms[$0].gpuCount >= need }
        if enough.isEmpty { return .tooFew }
        let isSplit = enough.allSatisfy { rooms[$0].largestNode >= need && rooms[$0].largestHole < need }
        return isSplit ? .split : .left
    }

    private static func room(_ layout: ClusterLayout, type: Int, _ milli: Int, _ free: [Int32]) -> Room {
        var room = Room()
        for node in layout.nodes[layout.types[type].nodes] {
            let count = node.gpus.count { free[$0] >= Int32(milli) }
            room.gpuCount += count
            room.largestHole = max(room.largestHole, count)
            room.largestNode = max(room.largestNode, node.gpus.count)
        }
        return room
    }

    private static func nodes(_ layout: ClusterLayout, _ free: [Int32]) -> [JSONValue] {
        layout.nodes.enumerated().compactMap { index, node in
            let shares = free[node.gpus]
            guard shares.contains(where: { $0 > 0 }) else { return nil }
            return .object([("node", .int(index)), ("free", .array(shares.map { .int(Int(max($0, 0))) }))])
        }
    }
}
