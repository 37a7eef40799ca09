import ArgumentParser
import JSONText
import Kit
import Operations

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
