internal import ArgumentParser
internal import Foundation
internal import Gateway
internal import HeartbeatFile
internal import Kit
internal import Ledger
internal import Settings

/// A time on the command line.
struct TimeArgument: ExpressibleByArgument {
    /// Seconds since 1970.
    let seconds: Int

    init?(argument: String) {
        guard let seconds = Instant.seconds(argument) else { return nil }
        self.seconds = seconds
    }
}
