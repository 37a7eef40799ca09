private import Kit
private import Workload

extension Experiment {
    /// Every setting of a run by the name of its flag, in the order of `schedlab run --help`.
    public static let settings: [Setting<Experiment>] = [
        .text("cluster", \.cluster), .text("workload", \.workload), .text("policy", \.policy),
        .text("placement", \.placement), .text("mechanism", \.mechanism),
        .toggle("single-node", \.keepsJobsOnOneNode), .text("target-workload", \.targetWorkload),
        .number("rate", \.jobsPerHour), .toggle("static", \.isStatic), .toggle("multi-gpu", \.isMultiGPU),
        .toggle("priorities", \.hasPriorities), .toggle("steady-state", \.hasSteadyStateStart),
        jobs, .number("duration-scale", \.durationScale), .text("resample", \.resampling),
        .number("scale-arrivals", \.arrivalSpeed), .seed(\.seed), engine,
        .toggle("verify-lp", \.solver.verifiesPrograms), .number("migration-penalty", \.migrationPenalty),
        .number("poa", \.opportunityWeight), windowSetting, .number("hours", \.horizonHours),
        .number("round", \.roundSeconds), .number("min-interval", \.allocationIntervalSeconds),
        .toggle("backfill-within-round", \.backfillsWithinRound), withoutQuirk, moveCost,
        .number("min-stay", \.minimumStaySeconds), .text("throughputs", \.throughputsPath),
        .text("speeds", \.speedsPath), .number("assume-speed", \.assumedSpeed),
        .text("time-zone", \.timeZone),
        .text("durations-hold", \.durationsHold), .toggle("strict", \.isStrict),
    ]

    /// `S:E` as ids of jobs: S to E-1; nil for what is no such range.
    public static func window(_ text: String) -> Range<Int>? {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map {
            DecimalNumber.int(String($0))
        }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start >= 0, start < end else {
            return nil
        }
        return start..<end
    }

    private static var jobs: Setting<Experiment> {
        Setting(
            "jobs", .number, expected: "a whole number", read: { $0.jobCount.map { "\($0)" } },
            enter: {
                $0.jobCount = DecimalNumber.int($1)
                return $0.jobCount != nil
            })
    }

    private static var engine: Setting<Experiment> {
        Setting(
            "engine", .text, expected: EngineFactory.Kind.allCases.map(\.rawValue).joined(separator: ", "),
            read: { $0.solver.engine.rawValue },
            enter: {
                guard let kind = EngineFactory.Kind(rawValue: $1) else { return false }
                $0.solver.engine = kind
                return true
            })
    }

    private static var windowSetting: Setting<Experiment> {
        Setting(
            "window", .text, expected: "S:E with whole numbers 0 <= S < E: jobs S to E-1 are measured",
            read: { $0.window.map { "\($0.lowerBound):\($0.upperBound)" } },
            enter: {
                $0.window = window($1)
                return $0.window != nil
            })
    }

    private static var withoutQuirk: Setting<Experiment> {
        Setting(
            "without-quirk", .list, expected: "names of quirks (schedlab list quirks)",
            read: { $0.withoutQuirks.isEmpty ? nil : $0.withoutQuirks.joined(separator: ",") },
            enter: {
                $0.withoutQuirks = $1.split(separator: ",").map(String.init)
                return !$0.withoutQuirks.isEmpty
            })
    }

    private static var moveCost: Setting<Experiment> {
        Setting(
            "move-cost", .text, expected: "default or seconds",
            read: { experiment in
                experiment.moveCosts.map { costs in
                    if case .seconds(let seconds) = costs { return Setting<Experiment>.shortest(seconds) }
                    return "default"
                }
            },
            enter: { experiment, text in
                experiment.moveCosts =
                    text == "default" ? .byModel : DecimalNumber.double(text).map { .seconds($0) }
                return experiment.moveCosts != nil
            })
    }
}
