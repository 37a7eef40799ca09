import ArgumentParser
import Household
import JSONText
import Kit
import Operations

/// `pf parse-paystub`.
struct ParsePaystub: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse-paystub",
        abstract: "Read paystubs; with --save store them, one transaction per file.",
        discussion: """
            Example: pf parse-paystub august.pdf september.pdf --person avery --year 2026 --save
            Prints an array; ends with the worst exit code. Exit code 3: an equation does not hold.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "The PDFs.") var files: [String]
    @Option(help: "Slug of the earner.") var person: String
    @Option(help: "The tax year: that of the pay date.") var year: Int
    @Option(help: "The employer's name; default the first line of page 1.") var employer: String?
    @Flag(help: "Store them.") var save = false

    func run() async throws {
        try await common.run {
            let intake = try FileIntake(common, person: person, year: year, isSaving: save)
            var results: [JSON] = []
            var worst = PfExit.done
            for file in files {
                do {
                    let result = try intake.take(.paystub, file, employer: employer)
                    results.append(result.json)
                    worst = max(worst, result.exit)
                } catch {
                    let failure = Failure(error)
                    StandardStreams.say("pf: \(failure.message)\n")
                    results.append(failure.json)
                    worst = max(worst, failure.exit)
                }
            }
            return Outcome(text: common.text(.array(results)), exit: worst)
        }
    }
}
