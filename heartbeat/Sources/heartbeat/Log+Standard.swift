internal import Foundation
internal import Gateway
internal import Kit

extension Log {
    /// Lines on standard error.
    static var standardError: Log {
        Log(hasPriorities: ProcessInfo.processInfo.environment["JOURNAL_STREAM"]?.isEmpty == false) {
            StandardStreams.say($0)
        }
    }
}
