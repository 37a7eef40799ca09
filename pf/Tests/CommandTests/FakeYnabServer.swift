import Foundation
import KitTesting
import PfTesting
import Testing

/// The fake of YNAB as a process of its own, ended with its last user.
final class FakeYnabServer: Sendable {
    private let process: Process
    private let log: URL
    /// Where it answers.
    let base: String

    /// Starts a server; its log is in the folder of the home's test.
    init(_ home: Home, fixture: String = Fixtures.path("ynab"), _ options: String...) throws {
        process = CommandResult.process(
            Home.built("pf-fake-ynab"), ["--fixture", fixture, "--port", "0"] + options, in: home.work)
        log = home.work.appendingPathComponent("\(UUID().uuidString).out")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        process.standardOutput = try FileHandle(forWritingTo: log)
        try CommandResult.start(process)
        var address = ""
        for _ in 0..<500 where address.isEmpty {
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            if let end = text.firstIndex(of: "\n") { address = String(text[..<end]) } else { usleep(20_000) }
        }
        base = address
        try #require(!address.isEmpty, "the server did not start")
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The requests so far: target, and whether the token came with it.
    var requests: [String] {
        ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n").dropFirst().map(
            String.init)
    }

    /// What the program needs to reach it.
    var environment: [String: String] {
        ["PF_YNAB_BASE": base, "PF_YNAB_TOKEN": "secret-token-of-the-test", "PF_YNAB_RETRY_SECONDS": "0.01"]
    }
}
