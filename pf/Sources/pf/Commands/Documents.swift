import ArgumentParser
import JSONText
import Store

/// `pf documents`.
struct Documents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "documents", abstract: "The stored documents, or one of them.",
        discussion: "Example: pf documents --year 2026 --status needsReview")

    @OptionGroup var common: CommonOptions
    @Argument(help: "Number of a document.") var id: Int?
    @Option(help: "Only of this tax year.") var year: Int?
    @Option(help: "Only of this earner.") var person: String?
    @Option(help: "accepted, needsReview, rejected or superseded.") var status: DocumentStatus?
    @Option(help: ArgumentHelp("Remove a document.", valueName: "id")) var delete: Int?

    func run() async throws {
        try await common.run {
            let path = Surroundings.databasePath(common.database)
            if let delete {
                _ = try Store.read(path)
                try Store.write(path).deleteDocument(delete, Surroundings.stamp)
                return Outcome(
                    text: common.text(.object(["documentId": .int(delete), "status": .string("deleted")])))
            }
            let store = try Store.read(path)
            if let id { return Outcome(text: common.text(try store.document(id).json)) }
            let found = try store.documents(DocumentFilter(year: year, earner: person, status: status))
            return Outcome(text: common.text(.array(found.map(\.summary))))
        }
    }
}
