private import Cluster
public import Kit
public import Recording

/// The life of a job in a record: when it came, where it ran, when it ended.
public struct JobHistory {
    /// Something that happened to the job.
    struct Step {
        var round: Int
        var seconds: Double
        var what: String
        var typeName: String
        var gpus: String
    }

    private(set) var steps: [Step] = []
    private let jobID: UInt32
    private let job: RecordedJob
    private let model: String
    /// The last round in which the job was active.
    public let lastRound: Int

    /// Reads a job's life.
    ///
    /// - Throws: ``RecordError/notRecorded(path:what:remedy:)`` when there is no such job.
    public init(_ record: RunRecord, jobID: UInt32) throws {
        var number: Int?
        var job: RecordedJob?
        var round = 0
        var lastActive = 0
        var steps: [Step] = []
        var lastGPUs = GPURuns()
        var lastLeft = 0.0
        let types = record.provenance.layout.types
        func add(_ seconds: Double, _ what: String, _ type: Int? = nil, _ gpus: GPURuns = GPURuns()) {
            let ids = gpus.runs.map {
                $0.count == 1 ? "\($0.first)" : "\($0.first)-\($0.first + $0.count - 1)"
            }
            steps.append(
                Step(
                    round: round, seconds: seconds, what: what, typeName: type.map { types[$0].name } ?? "",
                    gpus: ids.joined(separator: " ")))
        }
        try record.forEachEvent { event in
            switch event {
            case .roundBegan(let began):
                round = began.round
                if number != nil, steps.last?.what != "completed", steps.last?.what != "given up" {
                    lastActive = round
                }
            case .arrived(let arrived, let description) where description.id == jobID:
                (number, job, lastActive) = (arrived, description, round)
                add(description.arrivalSeconds, "arrived")
            case .placed(let placed) where placed.job == number:
                if placed.gpus != lastGPUs { add(placed.nowSeconds, "got GPUs", placed.type, placed.gpus) }
                lastGPUs = placed.gpus
            case .left(let left) where left.job == number: lastLeft = left.toSeconds
            case .moved(let moved, _, _) where moved == number:
                if let last = steps.indices.last { steps[last].what = "moved" }
            case .preempted(let preempted, _) where preempted == number:
                add(lastLeft, "lost its GPUs")
                lastGPUs = GPURuns()
            case .ended(let ended) where ended.job == number:
                add(ended.endSeconds, ended.isCompleted ? "completed" : "given up")
            default: break
            }
        }
        guard let job else {
            throw RecordError.notRecorded(
                path: record.path, what: "job \(jobID) does not arrive in it",
                remedy: "jobs are named by their ids, in order of arrival from 0")
        }
        self.job = job
        self.jobID = jobID
        self.steps = steps
        model = record.classes[job.classIndex].model
        lastRound = lastActive
    }

    /// The history as a table.
    public var text: String {
        var table = TextTable(
            heading: ["round", "s", "what", "type", "GPUs"],
            alignments: [.right, .right, .left, .left, .left])
        for step in steps {
            table.addRow([
                "\(step.round)", Numbers.grouped(Optional(step.seconds)), step.what, step.typeName, step.gpus,
            ])
        }
        let label = job.name.isEmpty ? "\(jobID)" : JobNames.printable(job.name)
        let words = ["Job \(label)"] + (model.isEmpty ? [] : [JobNames.printable(model)])
        return words.joined(separator: ", ") + ":\n\n" + table.text
    }

    /// The history as JSON.
    public var json: JSONValue {
        .array(
            steps.map {
                .object([
                    ("round", .int($0.round)), ("seconds", .double($0.seconds)), ("what", .string($0.what)),
                    ("gpuType", .string($0.typeName)), ("gpus", .string($0.gpus)),
                ])
            })
    }

    /// The history as CSV.
    public var csv: String {
        CSVLine.text(["round", "seconds", "what", "gpu_type", "gpus"])
            + steps.map {
                CSVLine.text(["\($0.round)", "\($0.seconds)", $0.what, $0.typeName, $0.gpus])
            }.joined()
    }
}
