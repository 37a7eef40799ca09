import ArgumentParser
import Household
import JSONText
import Kit
import Money
import PDFText
import PayDocuments
import Store

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
            let intake = try DocumentIntake(common, person: person, year: year, isSaving: save)
            let book = try RuleBook.of(Surroundings.databasePath(common.database))
            let result = try intake.take(file) { pages, sha256 in
                try W2Parser.parse(pages: pages, parameters: book.parameterFiles(), sha256: sha256)
            }
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
            let intake = try DocumentIntake(common, person: person, year: year, isSaving: save)
            let layout = try RuleBook.of(Surroundings.databasePath(common.database)).layout()
            var results: [JSON] = []
            var worst = PfExit.done
            for file in files {
                do {
                    let result = try intake.take(file) { pages, sha256 in
                        try PaystubParser.parse(
                            pages: pages, layout: layout, employer: employer, sha256: sha256)
                    }
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

/// Takes documents in: read, check, and store in one transaction.
struct DocumentIntake {
    private let person: String
    private let year: Int
    private let path: String
    private let isSaving: Bool

    /// A document as it is printed, and how the command ends.
    struct Result {
        var json: JSON
        var exit: Int32
    }

    init(_ common: CommonOptions, person: String, year: Int, isSaving: Bool) throws {
        guard Earner.isSlug(person) else {
            throw Failure(
                "person", "--person \(person): no slug; expected a-z, then a-z, 0-9 or _, at most 32",
                .badData)
        }
        self.person = person
        self.year = year
        self.isSaving = isSaving
        path = Surroundings.databasePath(common.database)
    }

    /// Reads a document; writes nothing unless asked to save.
    func take(
        _ file: String, _ parse: ([Page], String) throws -> ParsedDocument
    ) throws -> Result {
        let searchPath = Surroundings.setting("PATH") ?? ""
        let (pages, sha256) = try PDFReader.read(path: file, searchPath: searchPath)
        let parsed: ParsedDocument
        do {
            parsed = try parse(pages, sha256)
            try DocumentChecks.requireYear(year, of: parsed.content)
        } catch let error as PayDocumentError {
            throw Failure(error.code, "\(file): \(error.description)", .badData)
        }
        for finding in parsed.findings {
            StandardStreams.say("pf: \(file): \(finding.code): \(finding.message)\n")
        }
        for note in DocumentChecks.notes(for: parsed.content) {
            StandardStreams.say("pf: \(file): note: \(note)\n")
        }
        guard isSaving else {
            return Result(
                json: parsed.json, exit: parsed.status == .parsed ? PfExit.done : PfExit.needsReview)
        }
        switch try Store.write(path).save(parsed, earner: person, Surroundings.stamp) {
        case .stored(let document): return Self.stored(document, status: "stored")
        case .duplicate(let document): return Self.stored(document, status: "duplicate")
        }
    }

    private static func stored(_ document: StoredDocument, status: String) -> Result {
        guard case .object(let members) = document.json, let content = members["document"] else {
            return Result(json: document.json, exit: PfExit.done)
        }
        let needsReview = document.status == .needsReview
        return Result(
            json: .object([
                "status": .string(needsReview && status == "stored" ? "needsReview" : status),
                "documentId": .int(document.id), "document": content,
            ]), exit: needsReview && status == "stored" ? PfExit.needsReview : PfExit.done)
    }
}
