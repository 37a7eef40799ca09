import ArgumentParser
import Flow
import Household
import JSONText
import Kit
import Money
import PayDocuments
import Rules
import Store
import Ynab

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
            var document = try store.document(id)
            guard accept || reject || !set.isEmpty else { return Outcome(text: common.text(document.json)) }
            guard document.status == .needsReview else {
                throw StoreError.wrongStatus(id: id, status: document.status.rawValue, wanted: "needsReview")
            }
            let layout = try RuleBook(store).layout()
            for assignment in set {
                let before = document.content
                document.content = try DocumentEditor.setting(assignment, in: before, layout: layout)
                document.original = document.original ?? before.json
            }
            guard document.content.taxYear == (try store.document(id)).content.taxYear else {
                throw Failure(
                    "review.set", "--set changes the tax year; delete the document instead", .badData)
            }
            let findings = try DocumentChecks.findings(
                for: document.content, parameters: RuleBook(store).parameterFiles())
            if accept, let first = findings.first {
                let all = findings.map(\.message).joined(separator: "; ")
                throw Failure(
                    first.code, "document \(id): \(all); correct it with --set PATH=VALUE, or --reject",
                    .badData)
            }
            document.findings = accept ? [] : findings
            document.status = accept ? .accepted : reject ? .rejected : .needsReview
            try Store.write(path).review(document, replaces: accept && !add, Surroundings.stamp)
            return Outcome(
                text: common.text(try store.document(id).json),
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
            let household = try HouseholdYear(Surroundings.databasePath(common.database))
            let input = try household.reconcileInput(year: year, asOf: asOf ?? Surroundings.today)
            let result = try Reconciliation(input, earner: person)
            return Outcome(
                text: common.text(result.json), exit: result.hasDifferences ? PfExit.differences : PfExit.done
            )
        }
    }
}

extension HouseholdYear {
    /// The input of a flow; without budget the documents alone.
    func reconcileInput(year: Int, asOf: CalendarDay) throws -> FlowInput {
        do { return try flowInput(year: year, version: nil, asOf: asOf, counting: .inflows) } catch StoreError
            .noBudget
        {
            let mapping = try book.mapping()
            return FlowInput(
                budget: Budget(year: year, name: "", earners: []), budgetVersion: 0,
                documents: try documents(year),
                ynabRows: try ynabRows(mapping, year: year, asOf: asOf, counting: .inflows), mapping: mapping,
                parameters: .init(year: year, files: try book.parameterFiles()), asOf: asOf)
        }
    }
}
