/// Six jobs for eight GPUs, small enough to work the schedule out by hand (`docs/teaching.md`).
public enum TeachingJobs {
    /// The jobs: durations and limits are wall time on any GPU of the reference type, users state them exactly.
    public static let all: [Job] = [
        job(0, "train-A", user: "ana", at: 0, seconds: 3600, gpus: 4),
        job(1, "eval-B", user: "ben", at: 0, seconds: 1800, gpus: 2),
        job(2, "big-C", user: "cy", at: 600, seconds: 3600, gpus: 8),
        job(3, "tune-D", user: "ana", at: 900, seconds: 1200, gpus: 2),
        job(4, "test-E", user: "ben", at: 1200, seconds: 600, gpus: 1),
        job(5, "long-F", user: "cy", at: 1500, seconds: 5400, gpus: 1),
    ]

    private static func job(
        _ id: Int, _ name: String, user: String, at arrivalSeconds: Double, seconds: Double, gpus: Int
    ) -> Job {
        var details = JobDetails(name: name)
        details.user = user
        details.timeLimitSeconds = seconds
        return Job(
            id: id, jobClass: JobClass(model: "", scaleFactor: gpus, workUnit: .referenceSeconds),
            totalSteps: seconds, arrivalSeconds: arrivalSeconds, referenceDurationSeconds: seconds,
            details: details)
    }
}
