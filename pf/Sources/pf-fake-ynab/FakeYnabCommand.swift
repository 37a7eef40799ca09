import ArgumentParser
import FakeYnab
import Foundation
import Money

/// A YNAB server for tests.
@main
struct FakeYnabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pf-fake-ynab", abstract: "A YNAB server for tests and the demo, on 127.0.0.1.",
        discussion:
            "Example: pf-fake-ynab --fixture pf/Fixtures/ynab --port 0\nPrints its address, then each request."
    )

    @Option(help: "Folder of the recorded bodies.") var fixture: String
    @Option(help: "Port; 0 = any free one.") var port: UInt16 = 0
    @Option(help: "Today at the server, YYYY-MM-DD.") var clock = "2026-09-18"
    @Flag(help: "The recorded delta has happened.") var delta = false
    @Option(
        help:
            "What goes wrong, one a request: ok, a status, 404.2, delay, cut, type, behind; separated by commas."
    )
    var faults = ""

    func run() throws {
        guard let day = CalendarDay(clock) else {
            throw ValidationError("--clock \(clock): expected YYYY-MM-DD")
        }
        let answers = FakeAnswers(folder: fixture, clock: day, hasDelta: delta)
        let server = FakeServer(
            port: port, answers: answers, faults: faults.split(separator: ",").map(String.init),
            log: { Self.say($0) })
        guard let server else { throw ValidationError("port \(port) cannot be used") }
        Self.say("http://127.0.0.1:\(server.port)/v1")
        server.run()
    }

    private static func say(_ line: String) {
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
