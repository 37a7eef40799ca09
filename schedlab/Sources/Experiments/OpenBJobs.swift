internal import Cluster
internal import Traces
internal import Workload

/// Makes jobs of a run out of openb's pods.
enum OpenBJobs {
    /// Reads a pod list: arrivals are creations, durations run from scheduling to deletion, and count as
    /// measured on the reference GPU type.
    ///
    /// Pods without GPUs, without a known duration, or too large for the cluster are left out and reported.
    ///
    /// - Throws: `TraceError`, `FileError` or ``ExperimentError``.
    static func read(
        path: String, isStrict: Bool, fit: ResourceFit
    ) throws -> (jobs: [Job], report: ImportReport) {
        let (pods, list) = try OpenBPodsReader(layout: fit.layout, isStrict: isStrict).read(path: path)
        var report = list
        // A fill has no use for times; a run lives on them.
        let times = list.columnsKept.filter(OpenBPodsReader.times.contains)
        report.columnsUsed += times
        report.columnsKept.removeAll(where: times.contains)
        var jobs: [Job] = []
        var leftOut = ["without GPUs": 0, "never scheduled": 0, "without a run time": 0, "too large": 0]
        for pod in pods {
            guard pod.gpuCount > 0 else {
                leftOut["without GPUs", default: 0] += 1
                continue
            }
            guard let start = pod.scheduledSeconds else {
                leftOut["never scheduled", default: 0] += 1
                continue
            }
            guard let creation = pod.creationSeconds, let end = pod.deletionSeconds, end > start else {
                leftOut["without a run time", default: 0] += 1
                continue
            }
            guard let types = fit.acceptedTypes(pod) else {
                leftOut["too large", default: 0] += 1
                continue
            }
            jobs.append(job(pod, types, arrivalSeconds: creation, durationSeconds: end - start))
        }
        for reason in leftOut.keys.sorted() where leftOut[reason] ?? 0 > 0 {
            report.derived.append("\(leftOut[reason] ?? 0) pods \(reason) are no jobs")
        }
        report.derived += [
            "arrivals count from the first one",
            "durations are taken as measured on \(SpeedBook.referenceType)",
        ]
        guard let first = jobs.map(\.arrivalSeconds).min() else {
            throw ExperimentError.badJob(
                job: path,
                reason:
                    "no pod has GPUs, creation_time, scheduled_time and deletion_time; without times a list serves fills only"
            )
        }
        for index in jobs.indices { jobs[index].arrivalSeconds -= first }
        return (jobs, report)
    }

    private static func job(
        _ pod: Pod, _ types: [String], arrivalSeconds: Double, durationSeconds: Double
    ) -> Job {
        var details = JobDetails(name: pod.name)
        details.cpuMilli = pod.cpuMilli
        details.memoryMiB = pod.memoryMiB
        details.queue = pod.serviceClass
        var job = Job(
            id: 0,
            jobClass: JobClass(
                model: "", scaleFactor: pod.gpuCount, workUnit: .referenceSeconds, acceptedTypes: types),
            totalSteps: durationSeconds, arrivalSeconds: arrivalSeconds,
            referenceDurationSeconds: durationSeconds, demandMilliGPU: pod.milliPerGPU, details: details)
        job.demandCPUMilli = pod.cpuMilli
        job.demandMemoryMiB = pod.memoryMiB
        return job
    }
}
