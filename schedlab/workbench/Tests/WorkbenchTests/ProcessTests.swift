import Foundation
import KitTesting
import Testing

@testable import Workbench

@Suite("The server as a process", .serialized)
struct ProcessTests {
    private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    /// Built beside the tests, wherever that is.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("schedlab-workbench")
    private static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)

    @Test(
        "hostile requests from another process: no crash, nothing outside the folder, memory within 50 MB",
        .enabled(if: python != nil, "there is no python3"))
    func hostile() async throws {
        try await Fixture.use { fixture in
            let script = Self.package.appendingPathComponent("Scripts/try-server").path
            let result = try CommandResult.run(
                URL(fileURLWithPath: try #require(Self.python)),
                [script, Self.program.path, fixture.folder.path], in: fixture.root)
            print(result.output)
            #expect(result.status == 0, "\(result.output)\(result.messages)")
        }
    }

    @Test("a folder that is none and a port that is taken are said")
    func badStart() async throws {
        try await Fixture.use { fixture in
            let none = try CommandResult.run(Self.program, ["nowhere"], in: fixture.root)
            #expect(none.status == 2 && none.output.isEmpty)
            #expect(none.messages.contains("nowhere is not a folder"))
            let process = CommandResult.process(
                Self.program, [fixture.folder.path, "--no-open", "--quiet"], in: fixture.root)
            let pipe = Pipe()
            process.standardOutput = pipe
            try CommandResult.start(process)
            defer { kill(process.processIdentifier, SIGKILL) }
            let address = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
            let port = try #require(address.firstMatch(of: /127\.0\.0\.1:(\d+)/)?.1)
            let taken = try CommandResult.run(
                Self.program, [fixture.folder.path, "--no-open", "--port", String(port)], in: fixture.root)
            #expect(taken.status == 2 && taken.messages.contains("port \(port)"))
            #expect(taken.messages.contains("--port 0"))
        }
    }
}
