private import Cluster
public import Kit

/// A record as five CSV tables in a folder; their columns are in `docs/file-formats.md`.
public enum CSVExport {
    /// Names of the tables.
    public static let tables = ["segments.csv", "record_jobs.csv", "rounds.csv", "prices.csv", "changes.csv"]

    /// Writes the tables.
    ///
    /// - Throws: `FileError`, ``RecordError``.
    public static func write(_ record: RunRecord, toFolder folder: OutputFolder) throws {
        let files = try tables.map { try AtomicFile(path: try folder.file($0)) }
        let types = record.provenance.layout.types.map(\.name)
        try files[0].append("job_id,gpu,gpu_type,milli_gpu,from_seconds,to_seconds\n")
        try files[1].append(
            "job_id,name,user,queue,model,gpus,milli_per_gpu,priority_weight,arrival_seconds,steps,state,end_seconds\n"
        )
        try files[2].append(
            "round,seconds,arrived_jobs,active_jobs,running_jobs,ended_jobs,"
                + types.map { "used_\($0)" }.joined(separator: ",") + ",next_arrival_seconds\n")
        try files[3].append("seconds,objective,value,gap," + types.joined(separator: ",") + "\n")
        try files[4].append("seconds,job_id,what,from_gpus,to_gpus\n")
        var jobs: [RecordedJob] = []
        var ends: [RecordedEnd?] = []
        var seconds = 0.0
        try record.forEachEvent { event in
            switch event {
            case .roundBegan(let round):
                seconds = round.nowSeconds
                try files[2].append(row(round))
            case .arrived(_, let job):
                jobs.append(job)
                ends.append(nil)
            case .left(let left):
                for gpu in left.gpus {
                    try files[0].append(
                        "\(jobs[left.job].id),\(gpu),\(types[left.type]),\(left.milliPerGPU),"
                            + "\(left.fromSeconds),\(left.toSeconds)\n")
                }
                seconds = left.nowSeconds
            case .decided(let decision):
                guard let program = decision.program else { return }
                try files[3].append(
                    CSVLine.text(
                        [
                            "\(decision.nowSeconds)", program.objective, "\(program.objectiveValue)",
                            "\(program.certificateGap)",
                        ] + program.prices.map { "\($0)" }))
            case .moved(let job, let from, let to):
                try files[4].append(change(seconds, jobs[job].id, "move", from, to))
            case .preempted(let job, let from):
                try files[4].append(change(seconds, jobs[job].id, "preemption", from, GPURuns()))
            case .ended(let end): ends[end.job] = end
            case .placed, .runEnded: break
            }
        }
        for (number, job) in jobs.enumerated() {
            try files[1].append(row(job, ends[number], record.classes[job.classIndex]))
        }
        try AtomicFile.finishTogether(files + [try folder.marker(adding: tables)])
    }

    private static func row(_ round: RecordedRound) -> String {
        let counts = [
            round.arrivedJobCount, round.activeJobCount, round.runningJobCount, round.endedJobCount,
        ]
        return "\(round.round),\(round.nowSeconds),"
            + (counts + round.usedGPUsOfType).map(String.init).joined(separator: ",")
            + ",\(round.nextArrivalSeconds.map { "\($0)" } ?? "")\n"
    }

    private static func row(_ job: RecordedJob, _ end: RecordedEnd?, _ jobClass: RecordedClass) -> String {
        CSVLine.text([
            "\(job.id)", job.name, job.user, job.queue, jobClass.model, "\(jobClass.scaleFactor)",
            "\(job.milliPerGPU)", "\(job.priorityWeight)", "\(job.arrivalSeconds)", "\(job.totalSteps)",
            end.map { $0.isCompleted ? "completed" : "dropped" } ?? "unfinished",
            end.map { "\($0.endSeconds)" } ?? "",
        ])
    }

    private static func change(
        _ seconds: Double, _ id: UInt32, _ what: String, _ from: GPURuns, _ to: GPURuns
    ) -> String {
        let words = { (gpus: GPURuns) in gpus.map { "\($0)" }.joined(separator: " ") }
        return "\(seconds),\(id),\(what),\(words(from)),\(words(to))\n"
    }
}
