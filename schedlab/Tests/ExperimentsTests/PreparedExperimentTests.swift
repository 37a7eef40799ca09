import Experiments
import Metrics
import Simulation
import Testing

@Suite("Preparing an experiment")
struct PreparedExperimentTests {
    private func base(_ change: (inout Experiment) -> Void = { _ in }) -> Experiment {
        var experiment = Experiment(cluster: "2:2:2", workload: "gavel", policy: "fifo")
        experiment.jobsPerHour = 10
        experiment.jobCount = 20
        change(&experiment)
        return experiment
    }

    @Test("names that do not exist are refused with the nearest ones")
    func unknownNames() {
        #expect(
            throws: ExperimentError.unknownName(
                kind: "policy", found: "fifo_pref", nearest: ["fifo_perf"])
        ) {
            try PreparedExperiment(base { $0.policy = "fifo_pref" })
        }
        #expect(throws: ExperimentError.unknownName(kind: "placement", found: "stride", nearest: ["strided"]))
        {
            try PreparedExperiment(base { $0.placement = "stride" })
        }
        #expect(throws: ExperimentError.unknownName(kind: "workload", found: "gravel", nearest: ["gavel"])) {
            try PreparedExperiment(base { $0.workload = "gravel" })
        }
    }

    @Test("a title serves as a name")
    func titles() throws {
        #expect(try PreparedExperiment(base { $0.policy = "FIFO" }).resolved.policy.name == "fifo")
    }

    @Test("a generated job that fits nowhere is named before the run")
    func fitsNowhere() {
        let error = #expect(throws: ExperimentError.self) {
            try PreparedExperiment(base { ($0.isMultiGPU, $0.jobCount, $0.window) = (true, nil, 0..<5) })
        }
        guard case .jobFitsNowhere(let job, "2:2:2", let reason) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
        #expect(job.hasPrefix("generated job ") && reason.hasSuffix("has 2"))
    }

    @Test(
        "numbers out of range are refused by flag",
        arguments: ["--rate", "--jobs", "--window", "--hours", "--round", "--min-interval"])
    func badNumbers(flag: String) {
        let experiment = base {
            switch flag {
            case "--rate": $0.jobsPerHour = 0
            case "--jobs": $0.jobCount = -1
            case "--window": ($0.window, $0.jobCount) = (5..<5, nil)
            case "--hours": $0.horizonHours = 0
            case "--round": $0.roundSeconds = -360
            default: $0.allocationIntervalSeconds = .nan
            }
        }
        let error = #expect(throws: ExperimentError.self) { try PreparedExperiment(experiment) }
        guard case .badSetting(flag, _, _) = error else {
            Issue.record("found \(String(describing: error))")
            return
        }
    }

    @Test("a run without an end is refused; so are contradictions")
    func endless() {
        #expect(throws: ExperimentError.self) { try PreparedExperiment(base { $0.jobCount = nil }) }
        #expect(throws: ExperimentError.self) { try PreparedExperiment(base { $0.window = 0..<5 }) }
        #expect(throws: ExperimentError.self) { try PreparedExperiment(base { $0.isStatic = true }) }
        #expect(throws: ExperimentError.self) { try PreparedExperiment(base { $0.jobsPerHour = nil }) }
    }

    @Test(
        "every policy and rule in the registry can be made and is named as it says",
        arguments: PolicyRegistry.all.map(\.name))
    func registry(name: String) throws {
        let isSolverFree = ["fifo", "fifo_perf", "isolated"].contains(name)
        guard isSolverFree || (try? EngineFactory.highs()) != nil else { return }
        for placement in PlacementRegistry.all {
            let prepared = try PreparedExperiment(
                base {
                    $0.policy = name
                    if name == "easy_backfill" { $0.mechanism = "run-to-completion" }
                    $0.placement = placement.name
                })
            #expect(prepared.resolved.contract.name == name)
        }
    }

    @Test("equal experiments give equal books", arguments: ["fifo", "isolated"])
    func repeatable(policy: String) throws {
        let experiment = base {
            $0.policy = policy
            $0.hasSteadyStateStart = true
            $0.placement = "random"
        }
        let first = try ExperimentRun(try PreparedExperiment(experiment))
        let second = try ExperimentRun(try PreparedExperiment(experiment))
        #expect(first.metrics == second.metrics && first.metrics.completedJobCount == 26)
        #expect(first.result.jobs.heldGPUSeconds == second.result.jobs.heldGPUSeconds)
    }
}
