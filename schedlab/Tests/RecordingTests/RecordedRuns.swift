import Experiments
import Foundation
import Kit
import Metrics
import Simulation
import TestSupport
import Workload

@testable import Recording

/// Keeps what a run tells, in the form in which a record must give it back.
final class EventCollector: Observer {
    private(set) var events: [RecordedEvent] = []
    private let hasUtilization: Bool
    private var milliOfJob: [Int] = []
    private var classes: [String: Int] = [:]

    init(mechanism: String) { hasUtilization = mechanism == "gavel" }

    func observe(_ event: borrowing SimulationEvent) {
        switch copy event {
        case .roundBegan(let r):
            events.append(
                .roundBegan(
                    RecordedRound(
                        round: r.round, nowSeconds: r.nowSeconds, arrivedJobCount: r.arrivedJobCount,
                        activeJobCount: r.activeJobCount, runningJobCount: r.runningJobCount,
                        endedJobCount: r.endedJobCount, usedGPUsOfType: r.usedGPUsOfType,
                        nextArrivalSeconds: r.nextArrivalSeconds,
                        bookedUtilization: hasUtilization ? utilization(r) : nil)))
        case .jobArrived(let a): arrived(a)
        case .allocationDecided(let d): decided(d)
        case .jobPlaced(let p):
            events.append(
                .placed(
                    RecordedPlacement(
                        nowSeconds: p.nowSeconds, job: Int(p.jobID), type: p.typeIndex,
                        gpus: GPURuns(p.gpus), milliPerGPU: Int(p.milliPerGPU),
                        why: PlacementWhy(
                            reason: p.reason, priority: p.priority, deficitSeconds: p.deficitSeconds,
                            shares: p.shares))))
        case .jobRan(let r):
            events.append(
                .left(
                    RecordedLeave(
                        nowSeconds: r.nowSeconds, job: Int(r.jobID), type: r.typeIndex,
                        gpus: GPURuns(r.gpus), milliPerGPU: milliOfJob[Int(r.jobID)],
                        fromSeconds: r.fromSeconds, toSeconds: r.toSeconds, isCredited: r.isCredited)))
        case .jobMoved(let m):
            events.append(
                .moved(job: Int(m.jobID), from: GPURuns(m.fromGPUs), to: GPURuns(m.toGPUs)))
        case .jobPreempted(let p): events.append(.preempted(job: Int(p.jobID), from: GPURuns(p.gpus)))
        case .jobCompleted(let e): ended(e, isCompleted: true)
        case .jobDropped(let e): ended(e, isCompleted: false)
        case .runEnded(let e): events.append(.runEnded(reason: e.reason, roundCount: e.roundCount))
        }
    }

    private func utilization(_ round: RoundState) -> Double {
        let now = round.nowSeconds
        if now <= 0 { return 0 }
        return round.busySecondsOfGPU.map { min(1, $0 / now) }.reduce(0, +)
            / Double(round.busySecondsOfGPU.count)
    }

    private func arrived(_ arrival: JobArrival) {
        let job = arrival.job
        milliOfJob.append(job.demandMilliGPU)
        let key = "\(job.jobClass)"
        let row = classes[key] ?? classes.count
        classes[key] = row
        var recorded = RecordedJob(
            id: UInt32(job.id), classIndex: row, milliPerGPU: job.demandMilliGPU,
            arrivalSeconds: job.arrivalSeconds, noticedSeconds: arrival.nowSeconds,
            totalSteps: job.totalSteps)
        recorded.priorityWeight = job.priorityWeight
        if let details = job.details {
            recorded.referenceDurationSeconds = job.referenceDurationSeconds
            (recorded.name, recorded.user, recorded.queue) = (details.name, details.user, details.queue)
        }
        events.append(.arrived(job: job.id, recorded))
    }

    private func decided(_ decided: AllocationDecided) {
        var recorded = RecordedDecision(nowSeconds: decided.nowSeconds, kind: decided.decision.kind)
        switch decided.decision {
        case .timeShares(let shares):
            if let r = shares.reasons {
                recorded.program = RecordedProgram(
                    objective: r.objective, objectiveValue: r.objectiveValue, prices: r.prices,
                    certificateGap: r.certificateGap)
            }
            recorded.rows = shares.jobIDs.indices.map { row in
                RecordedDecisionRow(
                    job: Int(shares.jobIDs[row]), shares: (0..<shares.typeCount).map { shares[row, $0] },
                    level: shares.reasons?.levels[row] ?? -1, binding: shares.reasons?.bindings[row] ?? -1)
            }
        case .orderedQueue(let queue):
            recorded.queue = queue.jobIDs.map(Int.init)
            recorded.allowsBackfill = queue.backfill != .none
        case .startsAndStops: break
        }
        events.append(.decided(recorded))
    }

    private func ended(_ end: JobEnd, isCompleted: Bool) {
        events.append(
            .ended(
                RecordedEnd(
                    nowSeconds: end.nowSeconds, job: Int(end.jobID), endSeconds: end.endSeconds,
                    isCompleted: isCompleted)))
    }
}

/// A run with its record and what it told.
struct RecordedRun {
    let path: String
    let events: [RecordedEvent]
    let run: ExperimentRun

    /// Runs an experiment and records it.
    init(_ experiment: Experiment, reasons: ReasonSelection = .all, in folder: URL) throws {
        path = folder.appendingPathComponent("run.record").path
        let prepared = try PreparedExperiment(experiment)
        let resolved = prepared.resolved
        var provenance = RunProvenance(layout: resolved.layout)
        provenance.mechanism = experiment.mechanism
        provenance.roundSeconds = experiment.mechanism == "run-to-completion" ? 0 : 360
        if case .seconds(let seconds)? = experiment.moveCosts { provenance.secondsPerMove = seconds }
        provenance.reasons = reasons
        let recorder = try RunRecorder(path: path, provenance: provenance, speeds: prepared.speeds)
        let collector = EventCollector(mechanism: experiment.mechanism)
        run = try ExperimentRun(prepared, observers: [recorder, collector])
        try recorder.finish(
            summary: .object([("moves", .object([("moveCount", .int(run.metrics.moveCount))]))]))
        events = collector.events
    }

    /// A varied small experiment.
    static func experiment(_ seed: UInt64, mechanism: String) -> Experiment {
        let policies = [
            "standard": ["max_min_fairness_perf", "fifo", "finish_time_fairness_perf", "max_min_fairness"],
            "gavel": ["fifo_perf", "max_min_fairness_perf", "isolated", "fifo"],
            "run-to-completion": ["fifo", "fifo_perf", "easy_backfill"],
        ][mechanism, default: ["fifo"]]
        let clusters = ["2:2:2", "v100=8@4,k80=12@4", "8:8:8"]
        var experiment = Experiment(
            cluster: clusters[Int(seed) % clusters.count], workload: "gavel",
            policy: policies[Int(seed) % policies.count])
        experiment.mechanism = mechanism
        experiment.jobsPerHour = [20, 5, 60][Int(seed / 2) % 3]
        experiment.isMultiGPU = seed % 3 != 0
        experiment.jobCount = 12 + Int(seed) % 60
        experiment.seed = seed
        if seed % 4 == 1 { experiment.horizonHours = 40 }
        if seed % 5 == 2 && mechanism == "standard" { experiment.moveCosts = .seconds(25) }
        return experiment
    }
}
