private import Experiments
internal import Metrics

/// A group of jobs over several seeds: counts of all seeds together, means over the seeds that have it.
struct SeedGroup {
    let name: String
    /// Seeds in which the group has measured jobs.
    let seedCount: Int
    let jobCount: Int
    let unfinishedJobCount: Int
    let neverStartedJobCount: Int
    let figures: [SeedFigure]

    /// The groups of all seeds, in the order of a single run's.
    static func all(_ summaries: [RunSummary]) -> [SeedGroup] {
        var seedsOfName: [String: [(seed: UInt64, group: JobGroups.Group)]] = [:]
        for summary in summaries {
            for group in summary.groups?.groups ?? [] {
                seedsOfName[group.name, default: []].append((summary.run.resolved.experiment.seed, group))
            }
        }
        let key = summaries.first?.groups?.key ?? .type
        return seedsOfName.keys.sorted { JobGroups.precedes($0, $1, by: key) }.compactMap { name in
            seedsOfName[name].map { SeedGroup(name: name, $0) }
        }
    }

    private init(name: String, _ seeds: [(seed: UInt64, group: JobGroups.Group)]) {
        self.name = name
        seedCount = seeds.count
        let sum = { (count: (JobGroups.Group) -> Int) in seeds.reduce(0) { $0 + count($1.group) } }
        jobCount = sum { $0.jobCount }
        unfinishedJobCount = sum { $0.unfinishedJobCount }
        neverStartedJobCount = sum { $0.neverStartedJobCount }
        let open = { (isOpen: (JobGroups.Group) -> Bool?) in
            seeds.filter { isOpen($0.group) == true }.map(\.seed)
        }
        let values = { (value: (JobGroups.Group) -> Double?) in seeds.map { ($0.seed, value($0.group)) } }
        figures = [
            SeedFigure(
                "averageJCTSeconds", "average JCT", .seconds, values { $0.completionTimesSeconds?.mean }),
            SeedFigure(
                "meanFirstWaitSeconds", "mean first wait", .seconds,
                values { $0.times.firstWaitSeconds?.mean }, absence: UndefinedFigures.noneStarted,
                openSeeds: open { $0.times.firstWaitSeconds?.atLeast.contains(.mean) }),
            SeedFigure(
                "meanSlowdown", "mean slowdown", .none, values { $0.times.slowdown?.mean },
                openSeeds: open { $0.times.slowdown?.atLeast.contains(.mean) }),
            SeedFigure(
                "meanFinishTimeFairness", "mean finish-time fairness", .none,
                values { $0.fairness?.mean }, openSeeds: open { $0.fairness?.isAtLeast }),
        ]
    }
}
