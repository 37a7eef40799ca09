import ArgumentParser
import Household

/// `pf parse-w2`.
struct ParseW2: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse-w2", abstract: "Read a W-2; with --save store it.",
        discussion: """
            Example: pf parse-w2 w2.pdf --person avery --year 2025 --save
            Exit code 3: a check does not hold; the flow does not use the document before `pf review`.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The PDF.") var file: String
    @Option(help: "Slug of the earner.") var person: String
    @Option(help: "The tax year.") var year: Int
    @Flag(help: "Store it.") var save = false

    func run() async throws {
        try await common.run {
            let intake = try FileIntake(common, person: person, year: year, isSaving: save)
            let result = try intake.take(.w2, file)
            return Outcome(text: common.text(result.json), exit: result.exit)
        }
    }
}
