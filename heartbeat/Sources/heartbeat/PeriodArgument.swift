internal import ArgumentParser
internal import HeartbeatFile

/// A length of time on the command line.
struct PeriodArgument: ExpressibleByArgument, CustomStringConvertible {
    /// In seconds.
    let seconds: Int

    init?(argument: String) {
        guard let seconds = Period.seconds(argument), seconds > 0 else { return nil }
        self.seconds = seconds
    }

    init(seconds: Int) { self.seconds = seconds }

    var description: String { seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s" }
}
