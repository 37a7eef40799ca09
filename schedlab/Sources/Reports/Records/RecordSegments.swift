private import Cluster
internal import Recording

/// A record as stays of jobs on single GPUs, with what its jobs are called: what a chart shows.
struct RecordSegments {
    /// A job's time on one GPU; pieces without a gap between them are one.
    struct Segment {
        var gpu: Int
        var job: Int
        var fromSeconds: Double
        var toSeconds: Double
        var milliPerGPU: Int
    }

    /// A job with its first start and its end.
    struct Entry {
        var label: String
        var user: String
        var gpuCount: Int
        var milliPerGPU: Int
        var arrivalSeconds: Double
        /// nil = it never got GPUs.
        var startSeconds: Double?
        /// nil = it has not ended.
        var endSeconds: Double?
    }

    /// By GPU, then by time.
    private(set) var segments: [[Segment]]
    /// In order of arrival.
    private(set) var jobs: [Entry] = []
    private(set) var startSeconds = 0.0
    private(set) var endSeconds = 0.0
    /// Name of each GPU's type, and the number of its node.
    private(set) var places: [(typeName: String, node: Int)]

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - gpuLimit: How many GPUs' stays are kept; nil = all.
    /// - Throws: ``RecordError``.
    init(_ record: RunRecord, gpuLimit: Int? = nil) throws {
        let layout = record.provenance.layout
        segments = Array(repeating: [], count: min(layout.gpuCount, gpuLimit ?? layout.gpuCount))
        places = (0..<layout.gpuCount).map { gpu in
            let node = Int(layout.nodeOfGPU[gpu])
            return (layout.types[layout.nodes[node].typeIndex].name, node)
        }
        var chart = self
        var first: Double?
        try record.forEachEvent { event in
            if case .roundBegan(let round) = event {
                first = first ?? round.nowSeconds
                chart.endSeconds = max(chart.endSeconds, round.nowSeconds)
            }
            chart.take(event, classes: record.classes)
        }
        chart.startSeconds = first ?? 0
        self = chart
    }

    private mutating func take(_ event: RecordedEvent, classes: [RecordedClass]) {
        switch event {
        case .arrived(_, let job):
            jobs.append(
                Entry(
                    label: JobNames.printable(job.name.isEmpty ? "\(job.id)" : job.name),
                    user: JobNames.printable(job.user), gpuCount: classes[job.classIndex].scaleFactor,
                    milliPerGPU: job.milliPerGPU, arrivalSeconds: job.arrivalSeconds))
        case .placed(let placed) where jobs.indices.contains(placed.job):
            if jobs[placed.job].startSeconds == nil { jobs[placed.job].startSeconds = placed.nowSeconds }
        case .left(let left) where jobs.indices.contains(left.job):
            endSeconds = max(endSeconds, left.toSeconds)
            for gpu in left.gpus where Int(gpu) < segments.count { add(left, gpu: Int(gpu)) }
        case .ended(let end) where jobs.indices.contains(end.job): jobs[end.job].endSeconds = end.endSeconds
        default: break
        }
    }

    private mutating func add(_ left: RecordedLeave, gpu: Int) {
        if let last = segments[gpu].last, last.job == left.job, last.toSeconds >= left.fromSeconds {
            segments[gpu][segments[gpu].count - 1].toSeconds = left.toSeconds
            return
        }
        segments[gpu].append(
            Segment(
                gpu: gpu, job: left.job, fromSeconds: left.fromSeconds, toSeconds: left.toSeconds,
                milliPerGPU: left.milliPerGPU))
    }
}
