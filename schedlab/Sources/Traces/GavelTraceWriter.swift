public import Workload

/// Writes jobs as a Gavel trace of ten fields.
///
/// The format holds whole steps and whole priority weights, so those are cut off, as Gavel's own
/// writer does; arrivals keep every digit.
public enum GavelTraceWriter {
    /// One job as a line with its line feed.
    public static func line(_ job: Job) -> String {
        let template = JobTemplate.named(job.jobClass.model)
        let fields = [
            job.jobClass.model, template?.command ?? "unknown", template?.workingDirectory ?? "unknown",
            template?.stepsFlag ?? "--steps", template?.needsDataDirectory == false ? "0" : "1",
            String(Int(job.totalSteps)), String(job.jobClass.scaleFactor), String(Int(job.priorityWeight)),
            "-1.000000", "\(job.arrivalSeconds)",
        ]
        return fields.joined(separator: "\t") + "\n"
    }
}
