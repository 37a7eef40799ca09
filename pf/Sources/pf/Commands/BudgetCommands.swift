import ArgumentParser
import Budgets
import JSONText
import Kit
import Operations

/// `pf budget-list`.
struct BudgetList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-list", abstract: "The versions of budgets.",
        discussion: "Example: pf budget-list --year 2026")

    @OptionGroup var common: CommonOptions
    @Option(help: "Only this year.") var year: Int?

    func run() async throws {
        try await common.run {
            let versions = try BudgetDesk(Surroundings.databasePath(common.database)).versions(year: year)
            return Outcome(text: common.text(.array(versions.map(\.summary))))
        }
    }
}

/// `pf budget-show`.
struct BudgetShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-show", abstract: "A budget, or what differs from another version.",
        discussion: "Example: pf budget-show --year 2026 --diff 1")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "The version; default the latest.") var version: Int?
    @Option(help: ArgumentHelp("Show what changed since this version.", valueName: "version")) var diff: Int?

    func run() async throws {
        try await common.run {
            let desk = BudgetDesk(Surroundings.databasePath(common.database))
            let answer =
                if let diff { try desk.difference(year: year, from: diff, to: version) } else {
                    try desk.show(year: year, version: version)
                }
            return Outcome(text: common.text(answer))
        }
    }
}

/// `pf budget-save`.
struct BudgetSave: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-save", abstract: "Check a budget and store it as the next version.",
        discussion: "Example: pf budget-save plan.json --year 2026 --note \"rent raised\" --expect-version 4")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The budget document, version 1 or 2.") var file: String
    @Option(help: "The year that it must be of.") var year: Int
    @Option(help: "A note.") var note: String?
    @Option(help: "Refuse unless this is the latest version; 0 = none yet.") var expectVersion: Int?
    @Flag(help: "Only check; write nothing.") var check = false

    func run() async throws {
        try await common.run {
            let desk = BudgetDesk(Surroundings.databasePath(common.database))
            let bytes = try TextFile.bytes(file)
            let document = try BudgetInput.parse(bytes, file, desk, year: year)
            var answer: [String: JSON] = ["year": .int(year), "status": .string("valid")]
            if !check {
                let saved = try desk.save(
                    bytes, document, note: note, expected: expectVersion, Surroundings.stamp)
                answer["status"] = .string(saved.isNew ? "stored" : "unchanged")
                answer["version"] = .int(saved.version)
            }
            return Outcome(text: common.text(.object(answer)))
        }
    }
}

/// `pf budget-convert`.
struct BudgetConvert: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-convert",
        abstract: "A budget of version 1 in version 2, on stdout; writes nothing.",
        discussion: "Example: pf budget-convert old.json > new.json")

    @OptionGroup var common: CommonOptions
    @Argument(help: "The budget document.") var file: String

    func run() async throws {
        try await common.run {
            let desk = BudgetDesk(Surroundings.databasePath(common.database))
            let document = try BudgetInput.parse(TextFile.bytes(file), file, desk, year: nil)
            guard common.pretty, let node = try? JSONParser.parse(document.canonicalText) else {
                return Outcome(text: document.canonicalText + "\n")
            }
            return Outcome(text: node.json.prettyText + "\n")
        }
    }
}

/// Reads budget documents with the name of the file in each finding.
enum BudgetInput {
    static func parse(_ bytes: [UInt8], _ file: String, _ desk: BudgetDesk, year: Int?) throws
        -> BudgetDocument
    {
        do { return try desk.parse(bytes, year: year) } catch let error as BudgetErrors {
            let lines = error.findings.map { "\(file):\($0)" }.joined(separator: "\n")
            throw Failure("budget.invalid", lines, .badData, findings: error.findings.map(\.json))
        }
    }
}
