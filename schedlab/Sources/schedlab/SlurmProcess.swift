private import Foundation
internal import Sweeps

/// Runs Slurm's commands as processes.
enum SlurmProcess {
    /// Runs a program found on the path; its words are English whatever the user's language.
    static let command = SlurmCommand { arguments in
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["LC_ALL=C"] + arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        // Errors go to a file: a full pipe that nobody empties would stop the process.
        let errors = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        guard FileManager.default.createFile(atPath: errors.path, contents: nil) else {
            throw SweepError.slurmFailed(command: arguments[0], reason: "no temporary file can be made")
        }
        defer { try? FileManager.default.removeItem(at: errors) }
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let error = (try? String(contentsOf: errors, encoding: .utf8)) ?? ""
        if process.terminationStatus == 127 {
            throw SweepError.slurmFailed(
                command: arguments[0],
                reason: "it is not on the PATH; Slurm's client is needed on this machine")
        }
        return SlurmCommand.Result(status: process.terminationStatus, output: text, error: error)
    }
}
