private import Cluster
public import Kit
public import Recording
private import Simulation

/// The part `why?job=&round=`: what `schedlab explain` says of a job's round, and where it points to.
public struct WhyAnswer {
    /// The part.
    public let json: JSONValue

    /// Nodes that are listed at most.
    private static let nodeLimit = 10_000

    /// Explains a job's round.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - job: The job's number.
    ///   - round: The mechanism's number of the round.
    ///   - names: What the jobs are called.
    /// - Throws: ``RecordError`` when there is no such job or round.
    public init(_ record: RunRecord, job: Int, round: Int, names: JobNames) throws {
        guard let id = names.recordID(job) else {
            throw RecordError.notRecorded(
                path: record.path, what: "there is no job number \(job)",
                remedy: "jobs are numbered by arrival from 0")
        }
        let view = try JobExplanation.view(record, jobID: id, round: round)
        self.init(view, record: record, job: job, id: id, round: round, names: names)
    }

    /// Explains a round that was read already.
    init(_ view: RoundView, record: RunRecord, job: Int, id: UInt32, round: Int, names: JobNames) {
        let explanation = JobExplanation(view, record: record, jobID: id, round: round, names: names)
        let state = Self.state(view)
        json = .object([
            ("part", .string("why")), ("version", .int(1)), ("job", .int(job)), ("id", .int(Int(id))),
            ("round", .int(round)), ("seconds", .double(view.fillSeconds)), ("state", .string(state)),
            ("sentence", .string(explanation.sentence)),
            (
                "facts",
                .array(
                    explanation.facts.map {
                        .object([("name", .string($0.name)), ("value", .string($0.value))])
                    })
            ), ("candidates", .array(Self.candidates(view))),
            (
                "couldTake",
                .array(state == "waits" ? Self.couldTake(view, record).map(JSONValue.int) : [])
            ),
        ])
    }

    /// A word for what became of the job.
    private static func state(_ view: RoundView) -> String {
        guard let job = view.job else { return "absent" }
        if view.end != nil { return "ended" }
        if view.placement != nil {
            if view.move != nil { return "moved" }
            let had = view.before.phase(of: job) == .running
            return had && view.leave != nil && !view.isPreempted ? "runs" : "placed"
        }
        if view.isPreempted { return "preempted" }
        return view.holders.contains { $0.job == job } ? "runs" : "waits"
    }

    /// The nodes that the placement rule weighed, best first.
    private static func candidates(_ view: RoundView) -> [JSONValue] {
        guard let placement = view.placement, case .scored(let scores)? = placement.why?.reason else {
            return []
        }
        let chosen = Set(placement.gpus.map { Int(view.before.layout.nodeOfGPU[Int($0)]) })
        return scores.best.map { candidate in
            .object([
                ("node", .int(Int(candidate.node))), ("score", .double(Double(candidate.score))),
                ("isChosen", .bool(chosen.contains(Int(candidate.node)))),
            ])
        }
    }

    /// Nodes with room for the whole job once the round was filled.
    private static func couldTake(_ view: RoundView, _ record: RunRecord) -> [Int] {
        guard let job = view.job, let need = view.need(of: job, classes: record.classes) else { return [] }
        let rates = record.classes[view.classIndex(of: job)].rates
        let layout = view.before.layout
        return layout.nodes.indices.lazy.filter { index in
            let node = layout.nodes[index]
            guard node.typeIndex >= rates.count || rates[node.typeIndex] > 0 || rates.allSatisfy({ $0 == 0 })
            else { return false }
            return node.gpus.count { view.freeMilli[$0] >= Int32(need.milli) } >= need.gpuCount
        }.prefix(nodeLimit).map { $0 }
    }
}
