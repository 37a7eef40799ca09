/// What a picture shows of some GPUs for some time: how busy they were, and the job that surely had much of it.
package struct PyramidCell: Sendable, Equatable {
    /// The job; -1 where none is named.
    package var job: Int32
    /// Busy share of the cell in 63rds: 0 = nothing ran, 63 = all was taken all the time.
    package var occupancy: UInt8
    /// Share of the busy time that the job has at least, in 63rds, less half of one for rounding.
    package var share: UInt8

    /// Steps of occupancy and share.
    package static let steps = 63
    /// From this share up a cell has its job's colour: whoever has more than 63 % of the busy time always reaches it,
    /// nobody with less than 24 % does.
    static let colouredShare: UInt8 = 16
    /// What may be missing where all was taken, as a part.
    private static let fullTolerance = 1e-9

    /// Nothing ran.
    package static let idle = PyramidCell(job: -1, occupancy: 0, share: 0)

    /// Whether the cell is drawn in the colour of its job.
    package var hasColour: Bool { share >= Self.colouredShare }

    /// A cell of which everything is known, all rounded.
    package init(job: Int32, occupancy: UInt8, share: UInt8) {
        self.job = job
        self.occupancy = occupancy
        self.share = share
    }

    /// Rounds a vote, once.
    ///
    /// - Parameters:
    ///   - vote: The unrounded sums.
    ///   - capacity: GPUs times seconds of the cell, > 0.
    package init(_ vote: MajorityVote, capacity: Double) {
        let steps = Double(Self.steps)
        guard vote.busy > 0 else {
            self = .idle
            return
        }
        let busy = vote.busy / capacity
        if busy >= 1 - Self.fullTolerance {
            occupancy = UInt8(Self.steps)
        } else {
            // Neither a little work nor a little idling may vanish.
            occupancy = UInt8(min(max((busy * steps).rounded(), 1), steps - 1))
        }
        share = UInt8(min(max((vote.net / vote.busy * steps).rounded(), 0), steps))
        job = share > 0 ? vote.job : -1
    }

    /// The cell in 64 bits: job, occupancy, share from the lowest; no job is 0 with share 0.
    package var wide: UInt64 {
        UInt64(UInt32(bitPattern: max(job, 0))) | UInt64(occupancy) << 32 | UInt64(share) << 38
    }

    /// Reads ``wide``.
    package init(wide: UInt64) {
        occupancy = UInt8(wide >> 32 & 63)
        share = UInt8(wide >> 38 & 63)
        job = share > 0 ? Int32(bitPattern: UInt32(truncatingIfNeeded: wide)) : -1
    }
}
