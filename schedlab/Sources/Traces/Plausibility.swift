private import Kit
internal import Workload

/// The spans of time in a file of jobs, and what is wrong with them more often than not.
struct Plausibility {
    /// When jobs arrive and how long they take.
    let observations: [String]
    /// What looks like another unit or a wrong column.
    let warnings: [String]

    private static let daySeconds = 86_400.0
    /// Public traces span months; five years are a wrong origin or milliseconds.
    private static let longestSpanSeconds = 5 * 365 * daySeconds
    /// No clock in seconds shows more: the year 5138 by the clock of 1970.
    private static let latestArrivalSeconds = 1e11
    /// Half of all jobs taking longer than this are milliseconds: five minutes are 3.5 days then.
    private static let longestMedianSeconds = 3 * daySeconds
    /// Clusters end jobs after weeks.
    private static let longestDurationSeconds = 366 * daySeconds

    /// Looks at the times of a file.
    ///
    /// - Parameters:
    ///   - jobs: Their times count from the first arrival.
    ///   - firstArrivalSeconds: That arrival on the file's own clock.
    ///   - durations: As the file gives them, in seconds on whatever GPU they were measured.
    init(_ jobs: [Job], firstArrivalSeconds: Double, durations: [Double]) {
        let span = jobs.map(\.arrivalSeconds).max() ?? 0
        let durations = durations.sorted()
        var seen = ["arrivals span \(Self.words(span))"]
        var wrong: [String] = []
        if span > Self.longestSpanSeconds {
            wrong.append(
                "arrivals span \(Self.words(span)): is a time in milliseconds, or one with another origin?")
        }
        if firstArrivalSeconds > Self.latestArrivalSeconds {
            wrong.append(
                "the first arrival is at \(Self.words(firstArrivalSeconds)): are these milliseconds since 1970?"
            )
        }
        if let longest = durations.last {
            let median = (durations[(durations.count - 1) / 2] + durations[durations.count / 2]) / 2
            seen.append("durations: median \(Self.words(median)), longest \(Self.words(longest))")
            if median > Self.longestMedianSeconds {
                wrong.append(
                    "half of the jobs take \(Self.words(median)) or longer: are durations in milliseconds?")
            } else if longest > Self.longestDurationSeconds {
                wrong.append("the longest job takes \(Self.words(longest)): is its duration right?")
            }
        }
        observations = seen
        warnings = wrong
    }

    /// A length of time in the unit in which people think of it.
    private static func words(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(Numbers.fixed(seconds, decimals: 1)) s"
        case ..<7200: "\(Numbers.fixed(seconds / 60, decimals: 1)) min"
        case ..<(2 * daySeconds): "\(Numbers.fixed(seconds / 3600, decimals: 1)) h"
        case ..<(730 * daySeconds): "\(Numbers.fixed(seconds / daySeconds, decimals: 1)) days"
        default: "\(Numbers.fixed(seconds / (365.25 * daySeconds), decimals: 1)) years"
        }
    }
}
