import Budgets
import Household
import JSONText
import Money
import Operations
import PDFText
import PayDocuments
import Store

/// Pay documents: upload, list, review.
enum DocumentHandlers {
    /// POST `/api/paystubs`.
    @Sendable static func paystub(_ call: Call) throws -> WebResponse { try take(.paystub, call) }

    /// POST `/api/w2s`.
    @Sendable static func form(_ call: Call) throws -> WebResponse { try take(.w2, call) }

    private static func take(_ kind: PayDocument.Kind, _ call: Call) throws -> WebResponse {
        try call.app.requireUpload()
        guard let person = try call.earner("person") else {
            throw Call.bad("person", "nothing", "the slug of an earner")
        }
        let intake = try DocumentIntake(call.path, person: person, year: call.requiredYear())
        let reading = try intake.read(
            kind, .bytes(call.request.body), employer: call.request.parameter("employer"),
            searchPath: call.app.settings.searchPath)
        let stored = try intake.store(reading.parsed, call.now.stamp(call.session.user))
        call.app.shelf.put(
            PagePicture(reading.pages, of: reading.parsed).svgPages, document: stored.document.id)
        guard case .object(var members) = stored.json else { return WebResponse(status: 500) }
        members["messages"] = .strings(stored.document.findings.map(\.message))
        members["notes"] = .strings(reading.notes)
        let statuses = ["stored": 201, "duplicate": 200, "needsReview": 202]
        return .json(.object(members), status: statuses[stored.status] ?? 200)
            .with("Location", "/documents/\(stored.document.id)")
    }

    /// GET `/api/documents`.
    @Sendable static func list(_ call: Call) throws -> WebResponse {
        .json(.array(try documents(call).map(\.summary)))
    }

    /// GET `/api/documents/ID`.
    @Sendable static func document(_ call: Call) throws -> WebResponse {
        .json(try Store.read(call.path).document(call.number(0, "document")).json)
    }

    /// POST `/api/documents/ID`.
    @Sendable static func review(_ call: Call) throws -> WebResponse {
        let body = try call.json()
        let known: Set = ["accept", "add", "reject", "set"]
        guard let members = body.members, members.allSatisfy({ known.contains($0.key) }) else {
            throw WebError(422, "review", "expected an object with accept, add, reject, set")
        }
        func flag(_ name: String) throws(WebError) -> Bool {
            guard let node = body[name] else { return false }
            guard let value = node.bool else {
                throw WebError(422, "review", "\(name): expected true or false")
            }
            return value
        }
        let (accepts, adds, rejects) = (try flag("accept"), try flag("add"), try flag("reject"))
        guard !(accepts && rejects), accepts || !adds else {
            throw WebError(422, "review", "accept and reject exclude each other; add goes with accept")
        }
        var assignments: [String] = []
        if let set = body["set"] {
            guard let list = set.array?.map(\.string), !list.contains(nil) else {
                throw WebError(422, "review", "set: expected a list of PATH=VALUE")
            }
            assignments = list.compactMap { $0 }
        }
        let decision: DocumentReview.Decision = accepts ? (adds ? .add : .accept) : rejects ? .reject : .keep
        guard decision != .keep || !assignments.isEmpty else {
            throw WebError(422, "review", "nothing to do; expected accept, reject or set")
        }
        let document = try DocumentReview(call.path).decide(
            call.number(0, "document"), assignments: assignments, decision, call.now.stamp(call.session.user))
        return .json(document.json)
    }

    /// GET `/documents`.
    @Sendable static func page(_ call: Call) throws -> WebResponse {
        let year = try call.year()
        let all = (try? documents(call)) ?? []
        return .html(
            DocumentsPage(
                year: year, years: Years.known(call), documents: all.filter { $0.content.taxYear == year },
                earners: earners(call, year), call: call
            ).html)
    }

    /// GET `/documents/ID`.
    @Sendable static func documentPage(_ call: Call) throws -> WebResponse {
        let store = try Store.read(call.path)
        let document = try store.document(call.number(0, "document"))
        return .html(
            DocumentPage(
                document: document, layout: try RuleBook(store).layout(),
                picture: call.app.shelf.picture(document: document.id),
                earners: earners(call, document.content.taxYear), call: call
            ).html)
    }

    private static func documents(_ call: Call) throws -> [StoredDocument] {
        let status = try call.request.parameter("status").map { text throws(WebError) in
            guard let status = DocumentStatus(rawValue: text) else {
                throw Call.bad(
                    "status", text, DocumentStatus.allCases.map(\.rawValue).joined(separator: ", "))
            }
            return status
        }
        let year = call.request.parameter("year") == nil ? nil : try call.year()
        do {
            return try Store.read(call.path).documents(
                DocumentFilter(year: year, earner: call.earner("person"), status: status))
        } catch StoreError.missing { return [] }
    }

    /// Earners of the year's budget, else of the latest one, and those of stored documents.
    static func earners(_ call: Call, _ year: Int) -> [Earner] {
        guard let store = try? Store.read(call.path) else { return [] }
        let version = (try? store.budget(year: year, version: nil)) ?? (try? store.budgets(year: nil).last)
        var earners: [Earner] = []
        if let version,
            let document = try? BudgetDesk(call.path).parse(Array(version.content.utf8), year: nil)
        {
            earners = document.budget.earners
        }
        for document in (try? store.documents()) ?? []
        where !earners.contains(where: { $0.slug == document.earner }) {
            earners.append(Earner(slug: document.earner, displayName: document.earner))
        }
        return earners
    }
}
