import ArgumentParser
import Budgets
import JSONText
import Kit
import Store

/// `pf budget-list`.
struct BudgetList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget-list", abstract: "The versions of budgets.",
        discussion: "Example: pf budget-list --year 2026")

    @OptionGroup var common: CommonOptions
    @Option(help: "Only this year.") var year: Int?

    func run() async throws {
        try await common.run {
            let store = try Store.read(Surroundings.databasePath(common.database))
            let versions = try store.budgets(year: year).map { version in
                JSON.object([
                    "year": .int(version.year), "version": .int(version.version),
                    "schema": .int(version.schema),
                    "note": .string(version.note), "author": .string(version.author),
                    "createdAt": .string(version.createdAt),
                ])
            }
            return Outcome(text: common.text(.array(versions)))
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
            let path = Surroundings.databasePath(common.database)
            let store = try Store.read(path)
            let shown = try store.budget(year: year, version: version)
            let content = try Self.json(shown)
            guard let diff else {
                return Outcome(
                    text: common.text(
                        .object([
                            "year": .int(year), "version": .int(shown.version), "note": .string(shown.note),
                            "document": content,
                        ])))
            }
            let rules = try RuleBook(store).budgetRules()
            let older = try store.budget(year: year, version: diff)
            let budgets = try [older, shown].map {
                try BudgetDocument.parse(Array($0.content.utf8), rules: rules).budget
            }
            guard case .object(var members) = try BudgetDifference(from: budgets[0], to: budgets[1]).json
            else {
                return Outcome(text: "")
            }
            members["from"] = .int(older.version)
            members["to"] = .int(shown.version)
            members["year"] = .int(year)
            return Outcome(text: common.text(.object(members)))
        }
    }

    private static func json(_ version: Store.BudgetVersion) throws -> JSON {
        do { return try JSONParser.parse(version.content).json } catch {
            throw Failure(
                "store.unreadable", "budget \(version.year) v\(version.version): \(error)", .badData)
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
            let path = Surroundings.databasePath(common.database)
            let bytes = try TextFile.bytes(file)
            let document = try BudgetInput.parse(
                bytes, file, rules: RuleBook.of(path).budgetRules(), year: year)
            var answer: [String: JSON] = ["year": .int(year), "status": .string("valid")]
            if !check {
                let saved = try Store.write(path).save(
                    document, original: String(decoding: bytes, as: UTF8.self), note: note,
                    expected: expectVersion,
                    Surroundings.stamp)
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
            let rules = try RuleBook.of(Surroundings.databasePath(common.database)).budgetRules()
            let document = try BudgetInput.parse(TextFile.bytes(file), file, rules: rules, year: nil)
            guard common.pretty, let node = try? JSONParser.parse(document.canonicalText) else {
                return Outcome(text: document.canonicalText + "\n")
            }
            return Outcome(text: node.json.prettyText + "\n")
        }
    }
}

/// Reads budget documents with the name of the file in each finding.
enum BudgetInput {
    static func parse(_ bytes: [UInt8], _ file: String, rules: BudgetRules, year: Int?) throws
        -> BudgetDocument
    {
        do { return try BudgetDocument.parse(bytes, rules: rules, year: year) } catch {
            let lines = error.findings.map { "\(file):\($0)" }.joined(separator: "\n")
            throw Failure("budget.invalid", lines, .badData, findings: error.findings.map(\.json))
        }
    }
}
