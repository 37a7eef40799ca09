private import Kit
public import Workload

/// Writes jobs in schedlab's own CSV form; every number keeps all its digits.
public enum JobsCSVWriter {
    /// The header line.
    public static let header = CSVLine.text([
        "job_id", "submit_seconds", "model", "steps", "gpus", "priority_weight", "duration_seconds",
        "recorded_gpu_type",
    ])

    /// One job as a line with its line feed.
    ///
    /// The duration is that on the reference type, where the workload knows it.
    public static func line(_ job: Job) -> String {
        CSVLine.text([
            String(job.id), "\(job.arrivalSeconds)", job.jobClass.model, "\(job.totalSteps)",
            String(job.jobClass.scaleFactor), "\(job.priorityWeight)",
            job.referenceDurationSeconds.map { "\($0)" } ?? "",
            job.referenceDurationSeconds == nil ? "" : SpeedBook.referenceType,
        ])
    }
}
