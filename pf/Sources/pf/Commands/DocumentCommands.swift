import ArgumentParser
import Flow
import Household
import JSONText
import Money
import Operations
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

/// `pf reconcile`.
struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Check stubs against each other, W-2s against stubs, net pay against YNAB.",
        discussion: "Example: pf reconcile --year 2026\nExit code 4 when anything differs.")

    @OptionGroup var common: CommonOptions
    @Option(help: "The year.") var year: Int
    @Option(help: "Only this earner.") var person: String?
    @Option(help: "What is later has not happened; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let household = try HouseholdYear(
                Surroundings.databasePath(common.database), tell: CommonOptions.note)
            let input = try household.reconcileInput(year: year, asOf: asOf ?? Surroundings.today)
            let result = try Reconciliation(input, earner: person)
            return Outcome(
                text: common.text(result.json), exit: result.hasDifferences ? PfExit.differences : PfExit.done
            )
        }
    }
}
