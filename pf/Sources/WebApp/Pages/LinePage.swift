import Flow
import Household
import Markup
import Money

/// What a figure is made of.
struct LinePage {
    let line: FlowLine
    let parts: [FlowPart]
    /// Numbers of documents by their SHA-256.
    let documents: [String: Int]
    let call: Call
    let year: Int

    var html: String {
        let sections = FlowColumn.allCases.filter { line[$0] != nil }.map(section).joined(separator: "\n")
        let flags = line.flags.map { Markup.text("li", Self.meaning($0)) }.joined()
        let main = """
            <section class="card provenance" data-fragment="provenance">
            <h1 id="provenance-title">\(Markup.escaped(line.label))</h1>
            <p class="fine">\(Markup.escaped(line.section.rawValue)) \u{00B7} <code>\(Markup.escaped(line.id))</code></p>
            \(flags.isEmpty ? "" : "<ul class=\"flags\">\(flags)</ul>")
            \(sections)
            <p class="back"><a href="/flow?year=\(year)">Back to the flow</a></p>
            </section>
            """
        return Shell(title: line.label, tab: .flow, year: year, pageToken: call.session.pageToken, main: main)
            .html
    }

    private static func meaning(_ flag: String) -> String {
        if flag == "limit" { return "The projection is cut at a limit of the law." }
        if flag == "conflict" { return "The W-2 and the last paystub of the year differ; the W-2 counts." }
        if flag.hasPrefix("missing:") {
            return "No document of \(flag.dropFirst("missing:".count)) yet: the amount is a part only."
        }
        return flag
    }

    private func section(_ column: FlowColumn) -> String {
        let isAsked = call.request.parameter("column") == column.rawValue
        let rows = parts.filter { $0.column == column }.map(row)
        let table =
            rows.isEmpty
            ? ""
            : Html.table(
                caption: "Parts of the \(column.rawValue) figure; they add up to it",
                heads: [("From", false), ("Employer or document", false), ("Details", false), ("$", true)],
                rows: rows)
        return """
            <section\(isAsked ? " class=\"asked\"" : "")>
            <h2>\(column.rawValue.prefix(1).uppercased() + column.rawValue.dropFirst()): \(SankeySVG.dollars(line[column] ?? 0)) $</h2>
            \(Markup.text("p", line.provenance[column] ?? "-", [("class", "from")]))
            \(table)
            </section>
            """
    }

    private func row(_ part: FlowPart) -> String {
        var source = Markup.escaped(part.employer ?? "")
        if let sha256 = part.sha256 {
            let short = "sha256 \(sha256.prefix(12))\u{2026}"
            source += source.isEmpty ? "" : "<br>"
            source +=
                documents[sha256].map {
                    "<a href=\"/documents/\($0)\">document \($0)</a> <small>\(short)</small>"
                }
                ?? "<small>\(short)</small>"
        }
        var details = part.parameters
        if let left = part.payDatesLeft { details.append("\(left) pay dates left") }
        if let events = part.eventCount { details.append("\(events) planned events") }
        if let rows = part.rowCount { details.append("\(rows) rows of YNAB") }
        return "<tr>\(Markup.text("td", part.label))<td>\(source)</td>"
            + "<td>\(details.map(Markup.escaped).joined(separator: "<br>"))</td>"
            + Markup.text("td", SankeySVG.dollars(part.cents), [("class", "number")]) + "</tr>"
    }
}
