/// A job's time from its arrival to its end, taken apart; the parts add up to it.
///
/// A record does not hold how much slower a job is across nodes. For a job that is done its work says it: what its stays
/// would have done at full speed, less what it had to do. Of one that is not done, neither is known.
struct TimeApart {
    /// Work at the speed of the fastest type; NaN where speeds are not known.
    private(set) var idealSeconds = 0.0
    /// From its arrival to its first GPU.
    private(set) var waitingSeconds = 0.0
    /// What slower types took longer; NaN where speeds are not known.
    private(set) var slowerTypeSeconds = 0.0
    /// What more nodes than it needs took longer, below 0 where it ran faster there; NaN where speeds are not known.
    private(set) var spanningSeconds = 0.0
    /// Without work after moves and resumptions; NaN where speeds are not known.
    private(set) var movingSeconds = 0.0
    /// Without GPUs after the first start, while others had their turn.
    private(set) var sharingSeconds = 0.0
    /// What is left: work that was not credited, the rest of a round after the last step, what is not known.
    private(set) var otherSeconds = 0.0

    /// Takes a job's time apart.
    ///
    /// - Parameters:
    ///   - tally: What it has done.
    ///   - arrivalSeconds: When it arrived.
    ///   - firstStartSeconds: When it first got GPUs; NaN = never.
    ///   - endSeconds: Its end, or that of the record.
    ///   - fastestSeconds: All its work at the speed of its fastest type; nil where it is not done or not known.
    init(
        _ tally: JobTally, arrivalSeconds: Double, firstStartSeconds: Double, endSeconds: Double,
        fastestSeconds: Double?
    ) {
        let total = endSeconds - arrivalSeconds
        guard !firstStartSeconds.isNaN else {
            waitingSeconds = total
            return
        }
        waitingSeconds = firstStartSeconds - arrivalSeconds
        sharingSeconds = total - waitingSeconds - tally.heldSeconds
        guard tally.hasSpeeds else {
            (idealSeconds, slowerTypeSeconds, spanningSeconds, movingSeconds) = (.nan, .nan, .nan, .nan)
            otherSeconds = tally.heldSeconds
            return
        }
        slowerTypeSeconds = tally.slowerSeconds
        movingSeconds = tally.movingSeconds
        let rest = tally.heldSeconds - slowerTypeSeconds - movingSeconds
        guard let ideal = fastestSeconds ?? (tally.wideSeconds > 0 ? nil : tally.fastestSeconds) else {
            (idealSeconds, spanningSeconds, otherSeconds) = (.nan, .nan, rest)
            return
        }
        idealSeconds = ideal
        if tally.wideSeconds > 0 {
            spanningSeconds = min(rest - ideal - tally.uncreditedSeconds, tally.wideSeconds)
        }
        otherSeconds = rest - ideal - spanningSeconds
    }

    /// All time without GPUs.
    var withoutGPUsSeconds: Double { waitingSeconds + sharingSeconds }
}
