internal import ArgumentParser
private import Foundation
private import Gateway
private import Kit
private import Ledger
private import Settings

/// The exit codes of `heartbeat`, and how errors map to them.
enum ExitStatus {
    case well
    case alarmOpen
    case badUsage
    case badFiles
    case notFound
    case unreachable
    case stateUnwritable
    case locked
    case refused

    /// The number; from 65 on those that mean the same in every product.
    var rawValue: Int32 {
        switch self {
        case .well: 0
        case .alarmOpen: 1
        case .badUsage: 2
        case .badFiles: SystemExit.badData.rawValue
        case .notFound: SystemExit.inputMissing.rawValue
        case .unreachable: SystemExit.partMissing.rawValue
        case .stateUnwritable: SystemExit.inputOutputFailed.rawValue
        case .locked: SystemExit.tryAgain.rawValue
        case .refused: SystemExit.badConfiguration.rawValue
        }
    }

    /// Thrown to end with a status after everything was said.
    var exit: ExitCode { ExitCode(rawValue) }

    /// Ends the process as an error asks for: help and version on stdout, everything else on stderr.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        let end = CommandEnd(
            program: "heartbeat", badUsageStatus: badUsage.rawValue, cannotPrintStatus: badUsage.rawValue)
        if let status = status(of: error) { end.failed(error, status: status.rawValue) }
        end.stoppedByParser(
            RootCommand.fullMessage(for: error), isHelp: RootCommand.exitCode(for: error) == .success)
    }

    /// The status of heartbeat's own errors; nil for those of the argument parser.
    static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let error as CommandError: error.status
        case is FilesError, is SettingsError: .badFiles
        case let error as LedgerError:
            switch error {
            case .locked: .locked
            case .missing: .notFound
            case .unusable: .stateUnwritable
            case .newerVersion: .refused
            }
        case is FileError: .badUsage
        case is ValidationError: nil
        // What is left comes from SQLite.
        default: "\(type(of: error))" == "DatabaseError" ? .stateUnwritable : nil
        }
    }
}

/// What a command itself finds wrong.
struct CommandError: Error, CustomStringConvertible {
    let status: ExitStatus
    let description: String

    /// A problem that ends the command.
    init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }
}
