private import Foundation

/// How a command-line program ends when an error stopped it.
///
/// What is said goes to standard error. A page of help goes to standard output, and one that cannot be written there
/// is an error like any other result.
public struct CommandEnd: Sendable {
    private let program: String
    private let badUsageStatus: Int32
    private let cannotPrintStatus: Int32

    /// The ends of a program.
    ///
    /// - Parameters:
    ///   - program: Its name, which goes before what it says.
    ///   - badUsageStatus: Exit code when its arguments are wrong.
    ///   - cannotPrintStatus: Exit code when a page of help cannot be written.
    public init(program: String, badUsageStatus: Int32, cannotPrintStatus: Int32) {
        self.program = program
        self.badUsageStatus = badUsageStatus
        self.cannotPrintStatus = cannotPrintStatus
    }

    /// Ends with an error of the program's own.
    public func failed(_ error: any Error, status: Int32) -> Never {
        StandardStreams.say("\(program): \(error)\n")
        exit(status)
    }

    /// Ends with what the parser of arguments has to say.
    ///
    /// - Parameters:
    ///   - message: Its words.
    ///   - isHelp: Whether they were asked for: help, the version, completions.
    public func stoppedByParser(_ message: String, isHelp: Bool) -> Never {
        guard isHelp else {
            StandardStreams.say(message + "\n")
            exit(badUsageStatus)
        }
        do throws(FileError) {
            try StandardStreams.printResult(message + "\n")
        } catch {
            failed(error, status: cannotPrintStatus)
        }
        exit(0)
    }
}
