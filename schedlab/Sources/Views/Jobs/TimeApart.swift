/// A job's time from its arrival to its end, taken apart; the parts add up to it.
struct TimeApart {
    /// Work at the speed of the fastest type; NaN where speeds are not known.
    let idealSeconds: Double
    /// From its arrival to its first GPU.
    let waitingSeconds: Double
    /// What slower types took longer; NaN where speeds are not known.
    let slowerTypeSeconds: Double
    /// Without work after moves and resumptions; NaN where speeds are not known.
    let movingSeconds: Double
    /// Without GPUs after the first start, while others had their turn.
    let sharingSeconds: Double
    /// What is left: work that was not credited, the rest of a round after the last step.
    let otherSeconds: Double

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
            (idealSeconds, slowerTypeSeconds, movingSeconds) = (0, 0, 0)
            (waitingSeconds, sharingSeconds, otherSeconds) = (total, 0, 0)
            return
        }
        waitingSeconds = firstStartSeconds - arrivalSeconds
        sharingSeconds = total - waitingSeconds - tally.heldSeconds
        guard tally.hasSpeeds else {
            (idealSeconds, slowerTypeSeconds, movingSeconds) = (.nan, .nan, .nan)
            otherSeconds = tally.heldSeconds
            return
        }
        idealSeconds = fastestSeconds ?? tally.fastestSeconds
        slowerTypeSeconds = tally.slowerSeconds
        movingSeconds = tally.movingSeconds
        otherSeconds = tally.heldSeconds - idealSeconds - slowerTypeSeconds - movingSeconds
    }

    /// All time without GPUs.
    var withoutGPUsSeconds: Double { waitingSeconds + sharingSeconds }
}
