private import Cluster

/// What is free of each GPU, with a bit for each that has some, so that full ones are passed over 64 at a time.
struct FreeGPUs: Sendable {
    /// Free share in milli-GPU; negative where a foreign record books a GPU twice.
    private(set) var milli: [Int32]
    private var hasRoom: [UInt64]

    init(count: Int) {
        milli = Array(repeating: ClusterState.wholeGPUMilli, count: count)
        hasRoom = Array(repeating: .max, count: (count + 63) / 64)
    }

    /// Gives a share of consecutive GPUs back, or takes it when it is negative.
    mutating func add(_ share: Int32, first: Int, count: Int) {
        for gpu in first..<first + count {
            // A crafted record may book a GPU without end.
            milli[gpu] = Int32(clamping: Int(milli[gpu]) + Int(share))
            let bit: UInt64 = 1 << UInt64(gpu & 63)
            if milli[gpu] > 0 { hasRoom[gpu >> 6] |= bit } else { hasRoom[gpu >> 6] &= ~bit }
        }
    }

    /// The first GPU from one on that has some share free; `end` when there is none before it.
    func firstWithRoom(from start: Int, before end: Int) -> Int {
        guard start < end else { return end }
        var word = start >> 6
        var bits = hasRoom[word] & (.max << UInt64(start & 63))
        while bits == 0 {
            word += 1
            guard word < hasRoom.count, word << 6 < end else { return end }
            bits = hasRoom[word]
        }
        return min(word << 6 + bits.trailingZeroBitCount, end)
    }
}
