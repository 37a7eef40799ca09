import Flow
import Household
import JSONText
import Kit
import Markup
import Money
import Operations
import Store

/// The flow: its figures, its drawing, its page.
enum FlowHandlers {
    /// GET `/api/flow`.
    @Sendable static func flow(_ call: Call) throws -> WebResponse {
        let report = try Self.report(call).report
        guard case .object(var members) = report.json else { return WebResponse(status: 500) }
        let colors = SankeyColors(report)
        let groups = report.lines.filter { isGroup($0.id) }
        members["groups"] = .array(
            groups.map {
                .object([
                    "id": .string($0.id), "name": .string($0.label), "color": .string(colors.color(of: $0)),
                ])
            })
        let tag = SHA256.hexDigest(Array(JSON.object(members).text.utf8))
        members["etag"] = .string(tag)
        if call.request.header("if-none-match") == "\"\(tag)\"" {
            return WebResponse(status: 304).with("ETag", "\"\(tag)\"")
        }
        return .json(.object(members)).with("ETag", "\"\(tag)\"")
    }

    /// GET `/api/sankey.svg`.
    @Sendable static func sankey(_ call: Call) throws -> WebResponse {
        let report = try Self.report(call).report
        let style: SankeyStyle = call.request.parameter("size") == "narrow" ? .narrow : .wide
        let drawing = try SankeySVG(
            report, column: call.column(), earner: call.earner("earner"), style: style)
        return .text(drawing.text, type: "image/svg+xml")
    }

    /// GET `/flow`.
    @Sendable static func page(_ call: Call) throws -> WebResponse {
        let year = try call.year()
        let view = FlowPage.View(
            year: year, column: try call.column(), earner: try call.earner("earner"),
            version: call.request.parameter("version"), asOf: call.request.parameter("asOf"))
        do {
            let (report, notes) = try Self.report(call)
            return .html(
                try FlowPage(report: report, view: view, notes: notes, years: Years.known(call), call: call)
                    .html)
        } catch StoreError.noBudget(_, nil), StoreError.missing {
            return .html(FlowPage.empty(year: year, years: Years.known(call), call: call))
        }
    }

    /// GET `/line`: what a figure is made of.
    @Sendable static func line(_ call: Call) throws -> WebResponse {
        let (report, _) = try Self.report(call)
        guard let id = call.request.parameter("id"), let line = report.lines.first(where: { $0.id == id })
        else {
            throw WebError(404, "flow.line", "no line of this flow has that id")
        }
        let documents = try Store.read(call.path).documents(DocumentFilter(year: report.header.year))
        let numbers = Dictionary(
            documents.map { ($0.sha256, $0.id) }, uniquingKeysWith: { first, _ in first })
        return .html(
            LinePage(
                line: line, parts: report.parts[id] ?? [], documents: numbers, call: call,
                year: report.header.year
            )
            .html)
    }

    private static func isGroup(_ id: String) -> Bool {
        id.hasPrefix("spending.") || id.hasPrefix("saving.ynab.")
    }

    /// The flow that a request asks for, with what a person should know about it.
    static func report(_ call: Call) throws -> (report: FlowReport, notes: [String]) {
        var notes: [String] = []
        let report = try HouseholdYear.flow(
            call.path, year: call.year(), version: call.version(), asOf: call.asOf(),
            tell: { notes.append($0) })
        return (report, notes)
    }
}

/// The years that there is anything about.
enum Years {
    /// Years with a budget or a document, and this year; newest first.
    static func known(_ call: Call) -> [Int] {
        var years: Set<Int> = [call.now.day.year]
        if let year = try? call.year() { years.insert(year) }
        if let store = try? Store.read(call.path) {
            years.formUnion(((try? store.budgets(year: nil)) ?? []).map(\.year))
            years.formUnion(((try? store.documents()) ?? []).map(\.content.taxYear))
        }
        return years.sorted(by: >)
    }
}
