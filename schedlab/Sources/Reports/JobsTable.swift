public import Experiments
public import Kit
private import Simulation
private import Workload

/// The jobs of a run as CSV, one row a job, all digits kept.
public enum JobsTable {
    private static let header = CSVLine.text([
        "job_id", "name", "model", "gpus", "milli_per_gpu", "priority_weight", "submit_seconds", "steps",
        "state",
        "first_start_seconds",
        "end_seconds", "jct_seconds", "held_gpu_seconds", "measured",
    ])

    /// Puts the table into a file.
    ///
    /// - Throws: `FileError`.
    public static func append(_ run: ExperimentRun, to file: AtomicFile) throws {
        try file.append(header)
        let jobs = run.result.jobs
        for (id, job) in jobs.jobs.enumerated() {
            let number = { (value: Double) in value.isNaN ? "" : "\(value)" }
            let state =
                switch jobs.phases[id] {
                case .completed: "completed"
                case .dropped: "dropped"
                case .active: jobs.firstStartSeconds[id].isNaN ? "never_started" : "unfinished"
                }
            try file.append(
                CSVLine.text([
                    "\(id)", job.details?.name ?? "", job.jobClass.model, "\(job.jobClass.scaleFactor)",
                    "\(job.demandMilliGPU)", "\(job.priorityWeight)",
                    "\(job.arrivalSeconds)", "\(job.totalSteps)", state, number(jobs.firstStartSeconds[id]),
                    number(jobs.endSeconds[id]), jobs.completionTimeSeconds(id).map { "\($0)" } ?? "",
                    "\(jobs.heldGPUSeconds[id])", run.result.measuredJobIDs.contains(id) ? "1" : "0",
                ]))
        }
    }
}
