public import Foundation

/// What a run of the executable printed and how it ended.
public struct CommandResult: Sendable {
    /// Exit code.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let messages: String

    /// Runs the built `schedlab`.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - environment: Variables to add or replace.
    ///   - folder: Working directory.
    /// - Returns: What it printed and how it ended.
    /// - Throws: When it cannot be started.
    public static func schedlab(
        _ arguments: [String], environment: [String: String] = [:], in folder: URL = Places.package
    ) throws -> CommandResult {
        let process = Process()
        process.executableURL = Places.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: files) }
        // Files instead of pipes: a full pipe would block a talkative child.
        let (output, messages) = (files.appendingPathComponent("out"), files.appendingPathComponent("err"))
        for file in [output, messages] {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: messages)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return CommandResult(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            messages: String(decoding: try Data(contentsOf: messages), as: UTF8.self))
    }
}
