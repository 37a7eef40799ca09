/// A job on one GPU for some time, or the part of such a stay inside one strip.
package struct StayPiece: Sendable, Equatable {
    /// Beginning in seconds.
    package var fromSeconds: Double
    /// End in seconds.
    package var toSeconds: Double
    /// The GPU.
    package var gpu: Int32
    /// The job's number.
    package var job: Int32
    /// Share of the GPU in milli-GPU.
    package var milli: Int32
    /// Whether it goes on from the strip before.
    var isContinued = false
    /// Whether it goes on in the next strip, or was not over when the record ended.
    package var goesOn = false

    /// Whether it stands before another one of the same GPU.
    package func precedes(_ other: StayPiece) -> Bool {
        (fromSeconds, job, milli) < (other.fromSeconds, other.job, other.milli)
    }
}
