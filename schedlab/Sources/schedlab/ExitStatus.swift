private import ArgumentParser
private import Cluster
private import Experiments
private import Foundation
private import Kit
private import LinearPrograms
private import PageAssets
private import PolicyProcesses
private import Recording
private import Simulation
private import Sweeps
private import Traces
private import Workload

/// The exit codes of `schedlab`, and how errors map to them.
enum ExitStatus {
    case done
    case checkFailed
    case badUsage
    case badInput
    case missingPart
    case brokenPromise

    /// The number; from 65 on those that mean the same in every product.
    var rawValue: Int32 {
        switch self {
        case .done: 0
        case .checkFailed: 1
        case .badUsage: 2
        case .badInput: SystemExit.badData.rawValue
        case .missingPart: SystemExit.partMissing.rawValue
        case .brokenPromise: SystemExit.brokenPromise.rawValue
        }
    }

    /// Ends the process as an error asks for: help and version on stdout, everything else on stderr.
    static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(code.rawValue) }
        let end = CommandEnd(
            program: "schedlab", badUsageStatus: badUsage.rawValue, cannotPrintStatus: badUsage.rawValue)
        if let status = status(of: error) { end.failed(error, status: status.rawValue) }
        end.stoppedByParser(
            RootCommand.fullMessage(for: error), isHelp: RootCommand.exitCode(for: error) == .success)
    }

    /// The status of schedlab's own errors; nil for those of the argument parser.
    static func status(of error: any Error) -> ExitStatus? {
        switch error {
        case let error as ExperimentError:
            switch error {
            case .unknownName, .flagNotForWorkload, .badSetting: .badUsage
            case .jobFitsNowhere, .badJob, .malformedExperiment, .malformedReference, .malformedOrder,
                .malformedProgram:
                .badInput
            case .enginesDisagree: .checkFailed
            }
        case let error as WorkloadError:
            if case .badSetting = error { .badUsage } else { .badInput }
        case let error as FileError:
            switch error {
            case .cannotWrite, .notOurs: .badUsage
            case .cannotRead, .tooLarge, .badQuote, .lineTooLong: .badInput
            }
        case let error as LinearProgramError:
            if case .highsMissing = error { .missingPart } else { .brokenPromise }
        case is ClusterError: .badUsage
        case is PageError: .badInput
        case is TraceError: .badInput
        case let error as RecordError:
            switch error {
            case .notRecorded, .notExpressible: .badUsage
            case .notARecord, .unknownVersion, .damaged, .empty, .malformedImport: .badInput
            }
        case let error as SimulationError:
            switch error {
            case .stuck, .noProgress: .badInput
            default: .brokenPromise
            }
        case let error as PolicyProcessError:
            switch error {
            case .badCommand: .badUsage
            case .cannotStart: .missingPart
            case .failed, .cannotReplay: .badInput
            }
        case let error as SweepError: status(ofSweep: error)
        default: nil
        }
    }

    /// The status of what is wrong with a sweep.
    private static func status(ofSweep error: SweepError) -> ExitStatus {
        switch error {
        case .badArgument, .unknownFigure, .unknownStoreVersion, .notAStore, .storeFailed: .badUsage
        case .malformed, .tooManyPoints, .inputChanged: .badInput
        case .incomplete: .checkFailed
        case .slurmFailed: .missingPart
        }
    }
}
