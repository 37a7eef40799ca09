public import Foundation

/// What a run of an executable printed and how it ended.
public struct CommandResult: Sendable {
    /// Exit code; the number of the signal when one ended it.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let messages: String

    private static let starting = NSLock()

    /// Starts a process while no other is being started.
    ///
    /// Foundation learns of an end by a socket that a child started at the same moment inherits: with a server among the
    /// children, the end would never be noticed. Children of a test's threads have SIGTERM blocked, so servers are killed.
    ///
    /// - Throws: When it cannot be started.
    public static func start(_ process: Process) throws { try starting.withLock { try process.run() } }

    /// A process without input whose output nobody reads, until its handles are set; not started.
    ///
    /// - Parameters:
    ///   - executable: The program.
    ///   - arguments: Its arguments.
    ///   - environment: Variables to add to those of the test, or to replace.
    ///   - folder: Working directory.
    /// - Returns: The process.
    public static func process(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], in folder: URL
    ) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    /// Runs an executable to its end.
    ///
    /// - Parameters:
    ///   - executable: The program.
    ///   - arguments: Its arguments.
    ///   - environment: Variables to add to those of the test, or to replace.
    ///   - folder: Working directory.
    ///   - input: What it reads from standard input; nil = nothing.
    /// - Returns: What it printed and how it ended.
    /// - Throws: When it cannot be started.
    public static func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], in folder: URL,
        input: String? = nil
    ) throws -> CommandResult {
        let process = process(executable, arguments, environment: environment, in: folder)
        let files = try TemporaryFolder.make("command")
        defer { try? FileManager.default.removeItem(at: files) }
        // Files instead of pipes: a full pipe would block a talkative child.
        let (output, messages) = (files.appendingPathComponent("out"), files.appendingPathComponent("err"))
        for file in [output, messages] {
            _ = FileManager.default.createFile(atPath: file.path, contents: nil)
        }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: messages)
        if let input {
            let file = files.appendingPathComponent("in")
            try input.write(to: file, atomically: true, encoding: .utf8)
            process.standardInput = try FileHandle(forReadingFrom: file)
        }
        try start(process)
        process.waitUntilExit()
        return CommandResult(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            messages: String(decoding: try Data(contentsOf: messages), as: UTF8.self))
    }
}
