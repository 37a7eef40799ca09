import Foundation
import GRDB
import JSONText
import KitTesting
import PfTesting
import Testing

/// A fresh home of the real program, removed with its last user.
final class Home: Sendable {
    /// `PF_HOME`; not made before the program makes it.
    let folder: URL
    /// Where the test works: outside the home, so that the home holds only what pf writes.
    let work: URL

    init() throws {
        work = try TemporaryFolder.make("pf")
        folder = work.appendingPathComponent("home")
    }

    deinit { try? FileManager.default.removeItem(at: work) }

    /// The program: that of this build, or the one that `PF_PROGRAM` names, such as a release build.
    static let program = built("pf", setting: "PF_PROGRAM")

    /// A program of this build; a setting can name another.
    static func built(_ name: String, setting: String? = nil) -> URL {
        if let setting, let path = ProcessInfo.processInfo.environment[setting] {
            return URL(fileURLWithPath: path)
        }
        let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
        let beside = bundle ?? URL(fileURLWithPath: CommandLine.arguments[0])
        return beside.deletingLastPathComponent().appendingPathComponent(name)
    }

    /// What every run sees.
    var environment: [String: String] { ["PF_HOME": folder.path, "USER": "tester", "COLUMNS": "100"] }

    @discardableResult
    func run(_ arguments: String..., environment more: [String: String] = [:]) throws -> CommandResult {
        try run(arguments, environment: more)
    }

    @discardableResult
    func run(_ arguments: [String], environment more: [String: String] = [:]) throws -> CommandResult {
        try CommandResult.run(
            Self.program, arguments, environment: environment.merging(more) { $1 }, in: work)
    }

    /// Runs to the end that is expected, and reads what was printed.
    func json(_ arguments: String..., exit: Int32 = 0, environment more: [String: String] = [:]) throws
        -> JSONNode
    {
        let run = try run(arguments, environment: more)
        try #require(run.status == exit, "\(arguments): \(run.status): \(run.messages)")
        return try JSONParser.parse(run.output)
    }

    /// Path of a fixture's document.
    static func document(_ name: String) -> String { Fixtures.path("documents/\(name).pdf") }

    /// Saves documents whose names tell kind, earner and year.
    @discardableResult
    func save(_ names: String...) throws -> [CommandResult] { try save(names) }

    @discardableResult
    func save(_ names: [String]) throws -> [CommandResult] {
        try names.map { name in
            let words = name.split(separator: "-").map(String.init)
            let command = words[0] == "w2" ? "parse-w2" : "parse-paystub"
            return try run(command, Self.document(name), "--person", words[1], "--year", words[2], "--save")
        }
    }

    /// Saves budgets of the fixtures in this order.
    func saveBudgets(_ names: [String]) throws {
        for name in names {
            let run = try run(
                "budget-save", Fixtures.path("budgets/\(name).json"), "--year", String(name.prefix(4)))
            try #require(run.status == 0, "\(run.messages)")
        }
    }

    /// A file for a test, outside the home.
    func write(_ text: String, _ name: String) throws -> String {
        let file = work.appendingPathComponent(name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    /// Path of the database.
    var database: String { folder.appendingPathComponent("pf.db").path }

    /// All that the database says, as text; empty when there is none.
    ///
    /// - Parameter except: Tables that are left out.
    /// - Returns: Each table with its rows.
    /// - Throws: When it cannot be read.
    func dump(except: Set<String> = []) throws -> String {
        guard FileManager.default.fileExists(atPath: database) else { return "" }
        return try DatabaseQueue(path: database).read { database in
            let tables = try String.fetchAll(
                database, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return try tables.filter { !except.contains($0) }.map { table in
                let rows = try Row.fetchAll(database, sql: "SELECT * FROM \(table)")
                return "\(table)\n" + rows.map { "\($0)" }.sorted().joined(separator: "\n")
            }.joined(separator: "\n")
        }
    }

    /// What `PRAGMA integrity_check` says.
    func integrity() throws -> String? {
        try DatabaseQueue(path: database).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    }
}

extension JSONNode {
    /// The value at a path of keys and positions.
    func at(_ path: any Sendable...) -> JSONNode? {
        path.reduce(self as JSONNode?) { node, step in
            if let key = step as? String { return node?[key] }
            guard let index = step as? Int, let array = node?.array, array.indices.contains(index) else {
                return nil
            }
            return array[index]
        }
    }
}
