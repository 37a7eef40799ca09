internal import ArgumentParser
internal import HeartbeatFile

/// A time on the command line.
struct TimeArgument: ExpressibleByArgument {
    /// Seconds since 1970.
    let seconds: Int

    init?(argument: String) {
        guard let seconds = Instant.seconds(argument) else { return nil }
        self.seconds = seconds
    }
}
