import ArgumentParser
import Household
import JSONText
import Kit
import Operations
import PDFText
import PayDocuments

/// Takes files in as the options say, and tells what a person should know.
struct FileIntake {
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
