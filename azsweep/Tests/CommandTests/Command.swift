import Foundation
import KitTesting
import ServiceTesting

/// Runs the built `azsweep` against a server.
struct Command {
    let service: FakeService
    /// Waits of azsweep's own choice are made this much shorter.
    var scale = "0.01"
    var token = "test-token"
    var now = "2026-06-01T00:00:00Z"

    static let executable: URL = {
        // The test bundle lies beside the program.
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
            .appendingPathComponent("azsweep")
            ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("azsweep")
    }()

    var environment: [String: String] {
        [
            "AZSWEEP_ARM_ENDPOINT": service.endpoint, "AZSWEEP_TOKEN": token, "AZSWEEP_NOW": now,
            "AZSWEEP_TIME_SCALE": scale,
        ]
    }

    @discardableResult
    func run(_ arguments: String...) throws -> CommandResult { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run(Self.executable, arguments, environment: environment, in: service.folder)
    }

    /// A run's JSON rows.
    func rows(_ arguments: String...) throws -> [[String: Any]] {
        let result = try run(arguments + ["--format", "json"])
        return try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]] ?? []
    }

    /// The verdicts by the name of the account.
    func verdicts() throws -> [String: String] {
        var result: [String: String] = [:]
        for row in try rows("idle") {
            result[row["name"] as? String ?? ""] = row["verdict"] as? String
        }
        return result
    }

    /// Plans and carries out the removal of accounts.
    func sweep(_ names: [String], plan extra: [String] = [], apply more: [String] = []) throws
        -> CommandResult
    {
        let plan = try run(["plan"] + names + ["-o", "plan.json"] + extra)
        guard plan.status == 0 else { return plan }
        return try run(
            ["apply", "plan.json", "--execute"] + names.flatMap { ["--confirm", $0] } + more)
    }

    /// The events of the journal, by their names.
    func events(_ file: String = "plan.json.journal") throws -> [[String: Any]] {
        try String(contentsOfFile: service.file(file), encoding: .utf8).split(separator: "\n").map { line in
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
        }
    }
}

/// The laws that every log obeys.
enum Laws {
    /// DELETEs of a path that have no GET of it since the one before.
    static func deletesWithoutLook(_ requests: [FakeService.Request]) -> [String] {
        var open: Set<String> = []
        var broken: [String] = []
        for request in requests {
            if request.method == "DELETE" {
                if !open.insert(request.path).inserted { broken.append(request.path) }
            } else if request.method == "GET" {
                open.remove(request.path)
            }
        }
        return broken
    }

    /// Requests of a path that was answered 429 less than so many seconds before.
    static func repeatsInside(_ seconds: Double, _ requests: [FakeService.Request]) -> [String] {
        var last: [String: Double] = [:]
        var broken: [String] = []
        for request in requests {
            if let time = last[request.path], request.seconds - time < seconds { broken.append(request.path) }
            if request.status == 429 { last[request.path] = request.seconds }
        }
        return broken
    }
}
