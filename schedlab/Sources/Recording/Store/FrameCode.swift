/// The kinds of entry in a batch of rounds; the numbers are part of the format (`docs/run-record.md`).
enum FrameCode: UInt8 {
    /// The clock moves to a time.
    case clock = 1
    /// A round begins.
    case round = 2
    /// Jobs arrive.
    case arrivals = 3
    /// The policy answered.
    case decision = 4
    /// Jobs get GPUs.
    case placements = 5
    /// Jobs get the GPUs back that they have just given up.
    case keeps = 6
    /// Stays end.
    case leaves = 7
    /// One job completes: its stay ends now, and so does the job.
    case finish = 8
    /// Moves and preemptions are as expected.
    case changes = 9
    /// One move, written out.
    case move = 10
    /// One preemption, written out.
    case preemption = 11
    /// A job ends without or after its stay.
    case end = 12
    /// The run is over.
    case runEnd = 13
    /// The clock moves to the time at which a job most probably does its last step.
    case clockAtFinish = 14
    /// The job of the last `clockAtFinish` completes now.
    case finishThere = 15
}

/// How the stays of one entry `leaves` are listed.
enum LeaveOrder: UInt8 {
    /// Positions among the running jobs, as they come.
    case listed = 0
    /// Ascending positions, as runs of staying and leaving jobs.
    case runs = 1
    /// All running jobs; they leave latest end first, ties by lower number.
    case allByEnd = 2
}
