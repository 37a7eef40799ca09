import ArgumentParser
import JSONText
import Operations
import Store

/// `pf review`.
struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review",
        abstract: "Look at documents that do not prove themselves; correct, accept or reject.",
        discussion: """
            Example: pf review 7 --set lines.3.label=Parking --accept
            Without number the queue. A corrected document is accepted only if its equations hold.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "Number of a document.") var id: Int?
    @Flag(help: "Accept it; what it supersedes stops counting.") var accept = false
    @Flag(help: "With --accept: the older document goes on counting, as for a second W-2.") var add = false
    @Flag(help: "Reject it.") var reject = false
    @Option(help: ArgumentHelp("Correct a value; amounts in cents.", valueName: "path=value")) var set:
        [String] = []

    func validate() throws {
        guard !(accept && reject) else { throw ValidationError("--accept and --reject exclude each other") }
        guard !add || accept else { throw ValidationError("--add goes with --accept") }
        guard id != nil || (!accept && !reject && set.isEmpty) else {
            throw ValidationError("which document?")
        }
    }

    func run() async throws {
        try await common.run {
            let path = Surroundings.databasePath(common.database)
            let store = try Store.read(path)
            guard let id else {
                let queue = try store.documents(DocumentFilter(status: .needsReview))
                return Outcome(text: common.text(.array(queue.map(\.summary))))
            }
            guard accept || reject || !set.isEmpty else {
                return Outcome(text: common.text(try store.document(id).json))
            }
            let decision: DocumentReview.Decision = accept ? (add ? .add : .accept) : reject ? .reject : .keep
            let document = try DocumentReview(path).decide(
                id, assignments: set, decision, Surroundings.stamp)
            return Outcome(
                text: common.text(document.json),
                exit: document.status == .needsReview ? PfExit.needsReview : PfExit.done)
        }
    }
}
