import Household
import Kit
import PayDocuments
package import Store

/// Corrects, accepts or rejects a document that did not prove itself.
package struct DocumentReview {
    /// What is decided.
    package enum Decision: String, Sendable {
        /// It counts; what it supersedes stops counting.
        case accept
        /// It counts, and so does the older one.
        case add
        /// It does not count.
        case reject
        /// It is corrected and stays in review.
        case keep
    }

    private let path: String

    /// Reviews documents of a database.
    package init(_ path: String) { self.path = path }

    /// Decides on a document.
    ///
    /// - Parameters:
    ///   - id: Its number.
    ///   - assignments: Corrections, `lines.3.label=Parking`.
    ///   - decision: What becomes of it.
    ///   - stamp: When, and who.
    /// - Returns: The document as it is now.
    /// - Throws: ``Failure`` naming the equation that does not hold, `StoreError`, `PayDocumentError`.
    package func decide(
        _ id: Int, assignments: [String], _ decision: Decision, _ stamp: Store.Stamp
    ) throws -> StoredDocument {
        let store = try Store.read(path)
        let before = try store.document(id)
        guard before.status == .needsReview else {
            throw StoreError.wrongStatus(id: id, status: before.status.rawValue, wanted: "needsReview")
        }
        let book = try RuleBook(store)
        var document = before
        for assignment in assignments {
            let content = document.content
            document.content = try DocumentEditor.setting(assignment, in: content, layout: book.layout())
            document.original = document.original ?? content.json
        }
        guard document.content.taxYear == before.content.taxYear else {
            throw Failure("review.set", "--set changes the tax year; delete the document instead", .badData)
        }
        let findings = try DocumentChecks.findings(for: document.content, parameters: book.parameterFiles())
        let isAccepted = decision == .accept || decision == .add
        if isAccepted, let first = findings.first {
            let all = findings.map(\.message).joined(separator: "; ")
            throw Failure(
                first.code, "document \(id): \(all); correct it with --set PATH=VALUE, or --reject", .badData)
        }
        document.findings = isAccepted ? [] : findings
        document.status = isAccepted ? .accepted : decision == .reject ? .rejected : .needsReview
        try Store.write(path).review(document, replaces: decision == .accept, stamp)
        return try store.document(id)
    }
}
