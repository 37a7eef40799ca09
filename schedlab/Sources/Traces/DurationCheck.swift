/// Looks at the durations and the span of a jobs file for wrong units and origins.
struct DurationCheck {
    private static let longSpanSeconds = 10 * 365.25 * 86_400
    private static let longMedianSeconds = 10 * 86_400.0
    private static let longestSeconds = 365.25 * 86_400
    private static let shortMedianSeconds = 1.0

    /// Adds the median and the longest duration to a report, and warnings about what is not plausible.
    ///
    /// - Parameters:
    ///   - durations: As the file gives them, in seconds.
    ///   - report: Has the span of arrivals already.
    static func add(_ durations: [Double], to report: inout ImportReport) {
        let sorted = durations.sorted()
        let middle = sorted.count / 2
        if let longest = sorted.last {
            let median =
                sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
            report.times?.medianDurationSeconds = median
            report.times?.longestDurationSeconds = longest
        }
        guard let times = report.times else { return }
        if times.arrivalSpanSeconds > longSpanSeconds {
            report.warnings.append(
                "arrivals span \(years(times.arrivalSpanSeconds)) years: are all in seconds from one origin?")
        }
        if let median = times.medianDurationSeconds, median > longMedianSeconds {
            let days = (median / 86_400).rounded()
            report.warnings.append(
                "half of the jobs last \(days) days or more: are durations in milliseconds?")
        } else if let median = times.medianDurationSeconds, median < shortMedianSeconds {
            report.warnings.append(
                "half of the jobs last \(median) s or less: are durations in minutes or hours?")
        }
        if let longest = times.longestDurationSeconds, longest > longestSeconds {
            report.warnings.append("the longest job lasts \(years(longest)) years")
        }
    }

    private static func years(_ seconds: Double) -> Double { (seconds / 31_557_600 * 10).rounded() / 10 }
}
