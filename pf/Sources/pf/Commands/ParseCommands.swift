import ArgumentParser
import Household
import JSONText
import Kit
import Operations
import PDFText
import PayDocuments

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

/// Takes files in as the options say, and tells what a person should know.
private struct FileIntake {
    private let intake: DocumentIntake
    private let isSaving: Bool

    /// A document as it is printed, and how the command ends.
    struct Result {
        var json: JSON
        var exit: Int32
    }

    init(_ common: CommonOptions, person: String, year: Int, isSaving: Bool) throws {
        intake = try DocumentIntake(Surroundings.databasePath(common.database), person: person, year: year)
        self.isSaving = isSaving
    }

    /// Reads a document; writes nothing unless asked to save.
    func take(_ kind: PayDocument.Kind, _ file: String, employer: String? = nil) throws -> Result {
        let reading = try intake.read(
            kind, .file(file), employer: employer, searchPath: Surroundings.setting("PATH") ?? "")
        for finding in reading.parsed.findings {
            StandardStreams.say("pf: \(file): \(finding.code): \(finding.message)\n")
        }
        for note in reading.notes { StandardStreams.say("pf: \(file): note: \(note)\n") }
        guard isSaving else {
            return Result(
                json: reading.parsed.json,
                exit: reading.parsed.status == .parsed ? PfExit.done : PfExit.needsReview)
        }
        let stored = try intake.store(reading.parsed, Surroundings.stamp)
        return Result(
            json: stored.json, exit: stored.status == "needsReview" ? PfExit.needsReview : PfExit.done)
    }
}
