public import Foundation

/// A program that a test starts.
///
/// Foundation's `Process` learns of an end by a socket that a child started at the same moment inherits: with a server
/// among the children, the end would never be noticed. So one start at a time.
public enum Program {
    /// What a run printed and how it ended.
    public struct Run: Sendable {
        /// Exit code.
        public let status: Int32
        /// Standard output.
        public let output: String
        /// Standard error.
        public let messages: String
    }

    private static let starting = NSLock()

    /// Starts a process while no other is being started.
    ///
    /// - Throws: When it cannot be started.
    public static func start(_ process: Process) throws { try starting.withLock { try process.run() } }

    /// A process whose output goes to files of a folder; not started.
    ///
    /// - Parameters:
    ///   - program: The program.
    ///   - arguments: Its arguments.
    ///   - environment: Variables to add to those of the test, or to replace.
    ///   - folder: Working folder; the files are made there, with names of their own.
    /// - Returns: The process, and the files of its standard output and standard error.
    /// - Throws: When the files cannot be made.
    public static func prepare(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL
    ) throws -> (process: Process, output: URL, messages: URL) {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let name = UUID().uuidString
        let files = ["out", "err"].map { folder.appendingPathComponent("\(name).\($0)") }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        process.standardInput = FileHandle.nullDevice
        return (process, files[0], files[1])
    }

    /// Runs a program to its end.
    ///
    /// - Returns: What it printed and how it ended.
    /// - Throws: When it cannot be started.
    public static func run(
        _ program: URL, _ arguments: [String], environment: [String: String], in folder: URL
    ) throws -> Run {
        let (process, output, messages) = try prepare(
            program, arguments, environment: environment, in: folder)
        defer { for file in [output, messages] { try? FileManager.default.removeItem(at: file) } }
        try start(process)
        process.waitUntilExit()
        let texts = try [output, messages].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        return Run(status: process.terminationStatus, output: texts[0], messages: texts[1])
    }
}
