import Flow
import Household
import Markup
import Money
import PayDocuments
import Rules
import Store

/// One document: findings beside the picture of its text, and its figures to correct.
struct DocumentPage {
    let document: StoredDocument
    let layout: Layout
    /// Pages as drawings; nil when it was not uploaded lately.
    let picture: [String]?
    /// Those of its year, for their names.
    let earners: [Earner]
    let call: Call

    private var isOpen: Bool { document.status == .needsReview }

    var html: String {
        let kind = document.content.kind == .w2 ? "W-2" : "Paystub"
        let day = document.content.payDate.map { "\($0)" } ?? "\(document.content.taxYear)"
        let main = """
            <div class="head"><h1>\(kind) of \(day), \(Markup.escaped(document.content.employer))</h1>
            \(DocumentsPage.chip(document.status))</div>
            <p class="fine">Document \(document.id) of \(Markup.escaped(earners.displayName(of: document.earner))) \u{00B7} sha256 \(document.sha256.prefix(16))\u{2026}\
            \(document.supersedes.map { " \u{00B7} of the same employer and date as <a href=\"/documents/\($0)\">document \($0)</a>" } ?? "")</p>
            <div class="beside">
            <section class="card" aria-labelledby="findings-title">\(findings)\(figures)</section>
            <section class="card" aria-label="The page's text">\(pictures)</section>
            </div>
            """
        return Shell(
            title: "\(kind) of \(day)", tab: .documents, year: document.content.taxYear,
            pageToken: call.session.pageToken, main: main
        ).html
    }

    private var findings: String {
        guard !document.findings.isEmpty else {
            return "<h2 id=\"findings-title\">Nothing is wrong with it</h2>"
        }
        let items = document.findings.map {
            "<li>\(Markup.text("code", $0.code)) \(Markup.escaped($0.message))</li>"
        }.joined()
        return "<h2 id=\"findings-title\">What does not hold</h2><ul class=\"findings\">\(items)</ul>"
    }

    private var pictures: String {
        guard let picture else {
            return "<h2>The page's text</h2><p>PDFs are not kept. Drop the same file again on "
                + "<a href=\"/documents?year=\(document.content.taxYear)\">Documents</a> to see it beside the findings.</p>"
        }
        return
            "<h2>The page's text</h2><p class=\"fine\">Grey is what pf does not read: names, addresses, numbers.</p>"
            + picture.joined()
    }

    private var figures: String {
        let table =
            switch document.content {
            case .paystub(let stub): Self.stub(stub, layout, isOpen)
            case .w2(let form): Self.form(form, isOpen)
            }
        guard isOpen else { return table }
        let add =
            document.supersedes == nil
            ? ""
            : "<button name=\"decision\" value=\"add\" class=\"quiet\">Accept beside the older one</button>"
        return """
            <form id="review" data-document="\(document.id)">
            \(table)
            <p class="buttons"><button name="decision" value="keep" class="quiet">Save corrections</button>
            <button name="decision" value="accept">Accept</button>
            \(add)
            <button name="decision" value="reject" class="quiet danger">Reject</button></p>
            <p class="result" id="review-result" role="status"></p>
            </form>
            """
    }

    private static func stub(_ stub: Paystub, _ layout: Layout, _ isOpen: Bool) -> String {
        var rows: [String] = []
        for (index, line) in stub.lines.enumerated() {
            let path = "lines.\(index)"
            let known = layout.canonicalLabels(in: line.section)
            let label =
                line.label == nil && isOpen
                ? labelChoice(path, line, known)
                : Markup.escaped(line.label ?? line.rawLabel)
            rows.append(
                "<tr\(line.label == nil ? " class=\"marked\"" : "")>\(Markup.text("td", line.section.rawValue))"
                    + "<th scope=\"row\">\(label)</th>"
                    + amount("\(path).currentCents", "\(line.rawLabel), current", line.currentCents, isOpen)
                    + amount("\(path).ytdCents", "\(line.rawLabel), year to date", line.ytdCents, isOpen)
                    + "</tr>")
        }
        for (name, current, ytd, key) in [
            ("Gross pay", stub.grossCents, stub.grossYtdCents, "gross"),
            ("Net pay", stub.netCents, stub.netYtdCents, "net"),
        ] {
            rows.append(
                "<tr class=\"section\"><td></td>\(Markup.text("th", name, [("scope", "row")]))"
                    + amount("\(key)Cents", "\(name), current", current, isOpen)
                    + amount("\(key)YtdCents", "\(name), year to date", ytd, isOpen) + "</tr>")
        }
        return Html.table(
            caption: "What the paystub says",
            heads: [("Section", false), ("Line", false), ("Current $", true), ("Year to date $", true)],
            rows: rows)
    }

    private static func form(_ form: WageStatement, _ isOpen: Bool) -> String {
        var rows: [String] = []
        func add(_ name: String, _ path: String, _ cents: Int?) {
            rows.append(
                "<tr>\(Markup.text("th", name, [("scope", "row")]))\(amount(path, name, cents, isOpen))</tr>")
        }
        for (index, box) in form.boxes.enumerated() {
            add("Box \(box.box)", "boxes.\(index).cents", box.cents)
        }
        for (index, entry) in form.box12.enumerated() {
            add("Box 12 \(entry.code)", "box12.\(index).cents", entry.cents)
        }
        for (index, entry) in form.box14.enumerated() {
            add("Box 14 \(entry.label)", "box14.\(index).cents", entry.cents)
        }
        for (index, row) in form.states.enumerated() {
            add("Box 16 \(row.state)", "states.\(index).wagesCents", row.wagesCents)
            add("Box 17 \(row.state)", "states.\(index).taxCents", row.taxCents)
        }
        return Html.table(caption: "What the W-2 says", heads: [("Box", false), ("$", true)], rows: rows)
    }

    private static func labelChoice(_ path: String, _ line: PaystubLine, _ known: [String]) -> String {
        let options =
            [(value: "", text: "\u{201C}\(line.rawLabel)\u{201D} is\u{2026}")]
            + known.map { (value: $0, text: $0) }
        let items = options.map { Markup.text("option", $0.text, [("value", $0.value)]) }.joined()
        return Markup.element(
            "select",
            [("data-path", "\(path).label"), ("aria-label", "What \(line.rawLabel) is")], items)
    }

    private static func amount(_ path: String, _ name: String, _ cents: Int?, _ isOpen: Bool) -> String {
        guard isOpen else {
            return Markup.text("td", cents.map(SankeySVG.dollars) ?? "-", [("class", "number")])
        }
        let input = Markup.attributes([
            ("data-path", path), ("data-cents", ""), ("value", cents.map { Cents.text($0) } ?? ""),
            ("inputmode", "decimal"), ("aria-label", "\(name), dollars"), ("autocomplete", "off"),
        ])
        return "<td class=\"number\"><input class=\"amount\"\(input)></td>"
    }
}
