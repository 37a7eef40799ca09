package import Foundation

/// A program that a test starts.
///
/// Foundation's `Process` learns of an end by a socket that a child started at the same moment inherits, so one start
/// at a time; and children of a test's threads have SIGTERM blocked, so servers are killed.
package enum Program {
    /// What a run printed and how it ended.
    package struct Run: Sendable {
        /// Exit code.
        package let status: Int32
        /// Standard output.
        package let output: String
        /// Standard error.
        package let messages: String
    }

    private static let starting = NSLock()

    /// Starts a process while no other is being started.
    package static func start(_ process: Process) throws {
        try starting.withLock { try process.run() }
    }

    /// Runs a program to its end.
    package static func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:], in folder: URL
    ) throws -> Run {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let files = ["out", "err"].map { folder.appendingPathComponent(".\(UUID().uuidString).\($0)") }
        for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
        process.standardOutput = try FileHandle(forWritingTo: files[0])
        process.standardError = try FileHandle(forWritingTo: files[1])
        process.standardInput = FileHandle.nullDevice
        try start(process)
        process.waitUntilExit()
        let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
        for file in files { try FileManager.default.removeItem(at: file) }
        return Run(status: process.terminationStatus, output: texts[0], messages: texts[1])
    }
}
