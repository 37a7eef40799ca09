import ArgumentParser
import Flow
import Household
import JSONText
import Money
import PayDocuments
import Rules
import Store

extension DocumentStatus: ExpressibleByArgument {}

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
        commandName: "review", abstract: "Look at documents that do not prove themselves; correct, accept or reject.",
        discussion: """
            Example: pf review 7 --set lines.3.label=Parking --accept
            Without number the queue. A corrected document is accepted only if its equations hold.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: "Number of a document.") var id: Int?
    @Flag(help: "Accept it; what it supersedes stops counting.") var accept = false
    @Flag(help: "With --accept: the older document goes on counting, as for a second W-2.") var add = false
    @Flag(help: "Reject it.") var reject = false
    @Option(help: ArgumentHelp("Correct a value; amounts in cents.", valueName: "path=value")) var set: [String] = []

    func validate() throws {
        guard !(accept && reject) else { throw ValidationError("--accept and --reject exclude each other") }
        guard !add || accept else { throw ValidationError("--add goes with --accept") }
        guard id != nil || (!accept && !reject && set.isEmpty) else { throw ValidationError("which document?") }
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
            if !set.isEmpty { try Correction(set).apply(to: &document) }
            let findings = try DocumentChecks.findings(
                for: document.content, parameters: RuleBook(store).parameterFiles())
            if accept, let first = findings.first {
                let all = findings.map(\.message).joined(separator: "; ")
                throw Failure(first.code, "document \(id): \(all); correct it with --set PATH=VALUE, or --reject", .badData)
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

/// Corrections of a document by path, such as `lines.3.label=Parking`.
struct Correction {
    private let settings: [String]

    init(_ settings: [String]) { self.settings = settings }

    /// Corrects the content; keeps what it said before.
    func apply(to document: inout StoredDocument) throws {
        let before = document.content.json
        var json = before
        for setting in settings {
            guard let equals = setting.firstIndex(of: "=") else {
                throw Failure("review.set", "--set \(setting): expected PATH=VALUE", .badData)
            }
            let path = setting[..<equals].split(separator: ".").map(String.init)
            json = try replaced(json, path[...], String(setting[setting.index(after: equals)...]), setting)
        }
        guard let node = try? JSONParser.parse(json.text) else { return }
        let content = try PayDocument(json: node)
        guard content.kind == document.content.kind, content.taxYear == document.content.taxYear else {
            throw Failure("review.set", "--set changes kind or tax year; delete the document instead", .badData)
        }
        document.content = content
        document.original = document.original ?? before
    }

    private func replaced(_ json: JSON, _ path: ArraySlice<String>, _ text: String, _ setting: String) throws -> JSON {
        guard let key = path.first else { return try value(text, like: json, setting) }
        switch json {
        case .object(var members):
            guard let old = members[key] else { throw unknown(key, setting) }
            members[key] = try replaced(old, path.dropFirst(), text, setting)
            return .object(members)
        case .array(var elements):
            guard let index = Int(key), elements.indices.contains(index) else { throw unknown(key, setting) }
            elements[index] = try replaced(elements[index], path.dropFirst(), text, setting)
            return .array(elements)
        default: throw unknown(key, setting)
        }
    }

    /// A value of the kind that stands there; keys that end in `Cents` hold whole cents.
    private func value(_ text: String, like old: JSON, _ setting: String) throws -> JSON {
        let path = setting.prefix { $0 != "=" }
        if text == "null" { return .null }
        if path.hasSuffix("Cents") || path.hasSuffix("cents") {
            guard let cents = Int(text) else {
                throw Failure("review.set", "--set \(setting): expected whole cents", .badData)
            }
            return .int(cents)
        }
        if case .number = old { return .number(text) }
        switch old {
        case .array, .object: throw Failure("review.set", "--set \(setting): a value cannot take the place of a list", .badData)
        default: return .string(text)
        }
    }

    private func unknown(_ key: String, _ setting: String) -> Failure {
        Failure("review.set", "--set \(setting): the document has no \"\(key)\" there; `pf documents ID` shows it", .badData)
    }
}

/// `pf reconcile`.
struct Reconcile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Check stubs against each other, W-2s against stubs, net pay against YNAB.",
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
                text: common.text(result.json), exit: result.hasDifferences ? PfExit.differences : PfExit.done)
        }
    }
}

extension HouseholdYear {
    /// The input of a flow; without budget the documents alone.
    func reconcileInput(year: Int, asOf: CalendarDay) throws -> FlowInput {
        do { return try flowInput(year: year, version: nil, asOf: asOf) } catch StoreError.noBudget {
            let mapping = try book.mapping()
            return FlowInput(
                budget: Budget(year: year, name: "", earners: []), budgetVersion: 0, documents: try documents(year),
                ynabRows: try ynabRows(mapping, year: year, asOf: asOf), mapping: mapping,
                parameters: .init(year: year, files: try book.parameterFiles()), asOf: asOf)
        }
    }
}
