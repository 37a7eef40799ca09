private import ARMClient
internal import ArgumentParser
private import Foundation
private import Kit
private import Sweep

/// The exit codes of `azsweep`, and how errors map to them.
enum ExitStatus {
    case done
    case stepFailed
    case badUsage
    case unreadable
    case changedOrMissing
    case serviceAway
    case resumable
    case notPermitted
    case refused

    /// The number; from 65 on those that mean the same in every product.
    var rawValue: Int32 {
        switch self {
        case .done: 0
        case .stepFailed: 1
        case .badUsage: 2
        case .unreadable: SystemExit.badData.rawValue
        case .changedOrMissing: SystemExit.inputMissing.rawValue
        case .serviceAway: SystemExit.partMissing.rawValue
        case .resumable: SystemExit.tryAgain.rawValue
        case .notPermitted: SystemExit.notPermitted.rawValue
        case .refused: SystemExit.badConfiguration.rawValue
        }
    }

    /// Thrown to end with a status after everything was said.
    var exit: ExitCode { ExitCode(rawValue) }

    /// Ends the process as an error asks for: help and version on stdout, everything else on stderr.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { Foundation.exit(code.rawValue) }
        let end = CommandEnd(
            program: "azsweep", badUsageStatus: badUsage.rawValue, cannotPrintStatus: badUsage.rawValue)
        if let status = status(of: error) { end.failed(error, status: status.rawValue) }
        end.stoppedByParser(
            RootCommand.fullMessage(for: error), isHelp: RootCommand.exitCode(for: error) == .success)
    }

    /// The status of azsweep's own errors; nil for those of the argument parser.
    static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let error as SweepError:
            switch error {
            case .notFound, .drift: .changedOrMissing
            case .ambiguous, .badUsage: .badUsage
            case .unreadable: .unreadable
            case .refused: .refused
            case .journalBroken: .resumable
            }
        case let error as ARMError:
            switch error {
            case .badEndpoint: .badUsage
            case .writeNotAllowed: .refused
            case .noCredential: .notPermitted
            case .refused(401, _, _, _), .refused(403, _, _, _): .notPermitted
            case .interrupted: .resumable
            case .foreignURL, .unreachable, .effectUnknown, .throttled, .deadlinePassed, .refused, .malformed:
                .serviceAway
            }
        case is FileError: .badUsage
        default: nil
        }
    }
}
