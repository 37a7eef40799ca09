internal import Recording

/// Keeps the stays of a run as events come, joins those that follow on each other, and cuts strips.
///
/// - Note: It holds the stays of one strip and those that last, whatever the length of the run.
struct StayBook {
    /// A stay that lasts, or that has ended and may still be gone on with.
    private struct Slot {
        var fromSeconds = 0.0
        /// NaN while it lasts.
        var toSeconds = 0.0
        var job: Int32 = -1
        var milli: Int32 = 0
        var isContinued = false

        var isFree: Bool { job < 0 }
        var lasts: Bool { toSeconds.isNaN }
    }

    /// Slots of each GPU before the overflow: a shared one needs more than one.
    private static let slotsPerGPU = 2

    private let gpuCount: Int
    private var slots: [Slot]
    private var overflow: [Int32: [Slot]] = [:]
    private var pieces: [StayPiece] = []
    /// Where the strip begins that is being filled, in seconds.
    private(set) var borderSeconds: Double
    /// Whole stays so far.
    private(set) var stayCount = 0

    init(gpuCount: Int, startSeconds: Double) {
        self.gpuCount = gpuCount
        slots = Array(repeating: Slot(), count: Self.slotsPerGPU * gpuCount)
        borderSeconds = startSeconds
    }

    /// Stays that ended since the last strip.
    var pieceCount: Int { pieces.count }

    // MARK: Events

    /// Takes note of who gets GPUs and gives them back.
    mutating func take(_ event: RecordedEvent) {
        switch event {
        case .placed(let placed):
            for gpu in placed.gpus {
                begin(
                    gpu: gpu, job: Int32(placed.job), milli: Int32(placed.milliPerGPU),
                    atSeconds: placed.nowSeconds)
            }
        case .left(let left):
            for gpu in left.gpus {
                end(gpu: gpu, job: Int32(left.job), milli: Int32(left.milliPerGPU), atSeconds: left.toSeconds)
            }
        default: break
        }
    }

    /// A job gets a GPU.
    mutating func begin(gpu: Int32, job: Int32, milli: Int32, atSeconds now: Double) {
        let base = Self.slotsPerGPU * Int(gpu)
        for index in base..<base + Self.slotsPerGPU
        where slots[index].job == job && slots[index].milli == milli && slots[index].toSeconds == now {
            slots[index].toSeconds = .nan
            return
        }
        if let index = overflow[gpu]?.firstIndex(where: {
            $0.job == job && $0.milli == milli && $0.toSeconds == now
        }) {
            overflow[gpu]?[index].toSeconds = .nan
            return
        }
        let slot = Slot(fromSeconds: max(now, borderSeconds), toSeconds: .nan, job: job, milli: milli)
        for index in base..<base + Self.slotsPerGPU
        where slots[index].isFree || (!slots[index].lasts && slots[index].toSeconds < now) {
            close(slots[index], gpu)
            slots[index] = slot
            return
        }
        overflow[gpu, default: []].append(slot)
    }

    /// A job gives a GPU back.
    mutating func end(gpu: Int32, job: Int32, milli: Int32, atSeconds to: Double) {
        let base = Self.slotsPerGPU * Int(gpu)
        for index in base..<base + Self.slotsPerGPU
        where slots[index].job == job && slots[index].milli == milli && slots[index].lasts {
            slots[index].toSeconds = to
            return
        }
        if let index = overflow[gpu]?.firstIndex(where: { $0.job == job && $0.milli == milli && $0.lasts }) {
            overflow[gpu]?[index].toSeconds = to
        }
    }

    private mutating func close(_ slot: Slot, _ gpu: Int32) {
        guard !slot.isFree, slot.toSeconds > slot.fromSeconds else { return }
        stayCount += 1
        pieces.append(
            StayPiece(
                fromSeconds: slot.fromSeconds, toSeconds: slot.toSeconds, gpu: gpu, job: slot.job,
                milli: slot.milli, isContinued: slot.isContinued))
    }

    // MARK: Strips

    /// Cuts what has happened up to a time off as a strip.
    ///
    /// - Parameters:
    ///   - seconds: A time by which everything is known.
    ///   - isLast: Whether the record ends there: what lasts was not over.
    /// - Returns: The strip.
    mutating func cut(atSeconds seconds: Double, isLast: Bool = false) -> StayStrip {
        for gpu in 0..<Int32(gpuCount) {
            let base = Self.slotsPerGPU * Int(gpu)
            for index in base..<base + Self.slotsPerGPU where !slots[index].isFree {
                slots[index] = remainder(slots[index], gpu, seconds)
            }
        }
        for gpu in overflow.keys.sorted() {
            let rest = (overflow[gpu] ?? []).map { remainder($0, gpu, seconds) }.filter { !$0.isFree }
            overflow[gpu] = rest.isEmpty ? nil : rest
        }
        var later: [StayPiece] = []
        var now: [StayPiece] = []
        now.reserveCapacity(pieces.count)
        for piece in pieces {
            if piece.toSeconds <= seconds {
                now.append(piece)
            } else if piece.fromSeconds >= seconds {
                later.append(piece)
            } else {
                var (head, tail) = (piece, piece)
                (head.toSeconds, head.goesOn) = (seconds, true)
                (tail.fromSeconds, tail.isContinued) = (seconds, true)
                now.append(head)
                later.append(tail)
            }
        }
        pieces = later
        defer { borderSeconds = seconds }
        if isLast { stayCount += now.count { $0.goesOn } }
        return StayStrip(fromSeconds: borderSeconds, toSeconds: seconds, gpuCount: gpuCount, now)
    }

    /// Puts away what a slot holds up to a time.
    private mutating func remainder(_ slot: Slot, _ gpu: Int32, _ seconds: Double) -> Slot {
        if !slot.lasts && slot.toSeconds <= seconds {
            close(slot, gpu)
            return Slot()
        }
        guard slot.fromSeconds < seconds else { return slot }
        pieces.append(
            StayPiece(
                fromSeconds: slot.fromSeconds, toSeconds: seconds, gpu: gpu, job: slot.job,
                milli: slot.milli, isContinued: slot.isContinued, goesOn: true))
        var rest = slot
        rest.fromSeconds = seconds
        rest.isContinued = true
        return rest
    }
}
