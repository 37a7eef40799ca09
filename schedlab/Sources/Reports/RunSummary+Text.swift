private import Cluster
private import Experiments
private import Kit
private import LinearPrograms
private import Metrics
private import Simulation

/// The summary for people.
extension RunSummary {
    /// The summary as lines of text, most wanted first.
    public var text: String {
        let m = run.metrics
        var lines = [
            ("stopped", stopped),
            ("policy", policyText),
            ("mechanism", mechanismText),
            (
                "cluster",
                "\(run.resolved.layout.name), \(Numbers.grouped(run.resolved.layout.gpuCount)) GPUs: \(run.resolved.layout.describedInNodes)"
            ),
            (
                "measured",
                "\(measuredJobs); \(Numbers.grouped(m.completedJobCount)) completed, \(Numbers.grouped(m.unfinishedJobCount)) unfinished (\(Numbers.grouped(m.neverStartedJobCount)) never started), \(Numbers.grouped(m.droppedJobCount)) dropped"
            ),
        ]
        lines += timeLines
        lines += [
            (
                "makespan",
                "\(Numbers.grouped(m.makespanSeconds)) s (\(hours(m.makespanSeconds))), \(Numbers.grouped(m.roundCount)) \(roundWord)"
            ),
            (
                "busy fraction",
                "\(Numbers.percent(m.busyFraction)) of GPU time (booked by the mechanism); allocated \(Numbers.percent(m.allocatedFraction)); \(Numbers.grouped(run.times.completedGPUHours)) GPU-hours of completed jobs"
            ),
            ("fragmentation", FragmentationReport(run).text),
            (
                "active jobs",
                "at most \(Numbers.grouped(m.activeJobCountPeak)) at once, \(Numbers.grouped(m.generatedJobCount)) arrived"
            ),
            (
                "moves",
                "\(Numbers.grouped(m.moveCount)) moves, \(Numbers.grouped(m.preemptionCount)) preemptions; \(moveCostText)"
            ),
            ("solver", solverText),
            (
                "host",
                "\(Numbers.fixed(run.wallSeconds, decimals: 2)) s wall, \(Numbers.fixed(run.solver.seconds, decimals: 2)) s in the solver, \(Numbers.fixed(Double(peakMemoryBytes) / 1_048_576, decimals: 0)) MiB peak"
            ),
        ]
        if let ties = m.tieRoundCount, ties > 0 {
            lines.append(
                (
                    "ties",
                    """
                    equal credit and share in \(Numbers.grouped(ties)) rounds: the lower job id, then the type's name \
                    decided ('schedlab list policies')
                    """
                ))
        }
        for assumption in AssumptionList(run.resolved).lines { lines.append(("assumed", assumption)) }
        for line in AssumptionList(run.resolved).importLines { lines.append(("import", line)) }
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
        }.joined() + groupTable
    }

    private var groupTable: String {
        guard let groups else { return "" }
        var table = TextTable(
            heading: [
                groups.key.rawValue, "jobs", "completed", "unfinished", "never started", "average JCT (s)",
                "p95 (s)", "first wait (s)",
                "slowdown", "fairness",
            ],
            alignments: [.left] + Array(repeating: .right, count: 9))
        let mean = { (figure: Distribution?, text: (Double) -> String) in
            figure.map { ($0.atLeast.contains(.mean) ? ">= " : "") + text($0.mean) } ?? "–"
        }
        let fixed = { (value: Double) in Numbers.fixed(value, decimals: 2) }
        for group in groups.groups {
            table.addRow([
                group.name.isEmpty ? "(not said)" : TextTable.name(group.name),
                Numbers.grouped(group.jobCount),
                Numbers.grouped(group.completedJobCount), Numbers.grouped(group.unfinishedJobCount),
                Numbers.grouped(group.neverStartedJobCount),
                Numbers.grouped(group.completionTimesSeconds?.mean),
                Numbers.grouped(group.completionTimesSeconds?.p95),
                mean(group.times.firstWaitSeconds) { Numbers.grouped($0) }, mean(group.times.slowdown, fixed),
                group.fairness.map { ($0.isAtLeast ? ">= " : "") + fixed($0.mean) } ?? "–",
            ])
        }
        return "\n" + table.text
    }

    /// The first line: why the run ended, and whether its averages mean what they seem to.
    private var stopped: String {
        let load = run.resolved.offeredLoad.map { "; offered load \(Numbers.fixed($0, decimals: 2))" } ?? ""
        return ending + load + overload
    }

    private var overload: String {
        if isOfferedTooMuch {
            return ": OVERLOADED, more work is offered than can be done; averages depend on when the run ends"
        }
        guard isOverloaded, let backlog = run.backlog else { return "" }
        return """
            : OVERLOADED by its backlog, which grew by \
            \(Numbers.fixed(backlog.slopeGPUHoursPerHour, decimals: 2)) ± \
            \(Numbers.fixed(backlog.halfWidth, decimals: 2)) GPU-hours an hour over the second half; averages \
            depend on when the run ends
            """
    }

    private var ending: String {
        switch run.metrics.stopReason {
        case .completed: "when all measured jobs had ended"
        case .horizon:
            "at the time limit, with \(Numbers.grouped(run.metrics.unfinishedJobCount)) measured jobs unfinished"
        }
    }

    private var policyText: String {
        let knowledge =
            switch run.resolved.contract.lengthKnowledge {
            case .nothing: "knows nothing of lengths"
            case .estimate: "knows the users' estimates of lengths"
            case .truth: "knows exact lengths"
            }
        return "\(run.resolved.policy.name) (\(run.resolved.policy.title)), \(knowledge)"
    }

    private var mechanismText: String {
        let experiment = run.resolved.experiment
        let seconds = experiment.roundSeconds ?? Experiment.defaultRoundSeconds
        let rounds =
            experiment.mechanism == "run-to-completion" ? "" : ", rounds of \(Numbers.grouped(seconds)) s"
        return experiment.mechanism + quirksText + rounds + ", placement \(experiment.placement)"
    }

    /// Without rounds, what is counted are the instants at which jobs came or ended.
    private var roundWord: String {
        run.resolved.experiment.mechanism == "run-to-completion" ? "arrivals and ends" : "rounds"
    }

    private var quirksText: String {
        let names = run.resolved.experiment.withoutQuirks
        guard let last = names.last else { return "" }
        let list = names.count == 1 ? last : "\(names.dropLast().joined(separator: ", ")) and \(last)"
        return " without its quirk\(names.count == 1 ? "" : "s") \(list)"
    }

    private var solverText: String {
        guard let engine = run.solver.engine else { return "none needed" }
        let largest = run.solver.largestProgram
        return """
            \(engine), \(Numbers.grouped(run.solver.solveCount)) programs, the largest \(largest.jobs) jobs x \
            \(largest.types) types, worst certified gap \(shortScientific(run.solver.worstGap))
            """ + cacheText + verificationText
    }

    private var cacheText: String {
        guard let cache = run.solver.cache, let hitRate = cache.hitRate, cache.hitCount + cache.missCount > 0
        else { return "" }
        let saved = run.solver.savedSeconds.map { ", \(Numbers.fixed($0, decimals: 2)) s saved" } ?? ""
        return "; \(Numbers.percent(hitRate)) of programs kept from before\(saved)"
    }

    private var verificationText: String {
        guard run.solver.verifiedCount > 0 else { return "" }
        return """
            ; \(Numbers.grouped(run.solver.verifiedCount)) verified with HiGHS, worst difference \
            \(shortScientific(run.solver.worstDifference))
            """
    }

    private var moveCostText: String {
        if secondsPerMove == 0 { return "moves cost 0 s" }
        let each = secondsPerMove.map { "\(Numbers.grouped($0)) s" } ?? "what its model takes"
        let hours = run.metrics.lostGPUSeconds / 3600
        let lost = hours < 10 ? Numbers.fixed(hours, decimals: 2) : Numbers.grouped(hours)
        return "each costs \(each), in all \(lost) GPU-hours lost"
    }

    private func shortScientific(_ value: Double) -> String {
        guard value > 0 else { return "0" }
        var exponent = 0
        var mantissa = value
        while mantissa < 1 {
            mantissa *= 10
            exponent -= 1
        }
        return "\(Numbers.fixed(mantissa, decimals: 1))e\(exponent)"
    }
}
