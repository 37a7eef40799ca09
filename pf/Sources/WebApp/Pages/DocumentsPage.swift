import Household
import Markup
import Store

/// Pay documents: drop one, see what is there.
struct DocumentsPage {
    let year: Int
    let years: [Int]
    let documents: [StoredDocument]
    let earners: [Earner]
    let call: Call

    var html: String {
        let waiting = documents.filter { $0.status == .needsReview }.count
        let main = """
            <div class="head"><h1>Pay documents of \(year)</h1>
            <form class="filters" method="get" action="/documents">\(Html.years(years, selected: year))<button>Show</button></form></div>
            \(waiting > 0 ? Html.notes(["\(waiting) wait for review: the flow does not use them before."], kind: "warning") : "")
            \(upload)
            <section class="card">\(list)</section>
            """
        return Shell(
            title: "Documents \(year)", tab: .documents, year: year, pageToken: call.session.pageToken,
            main: main
        ).html
    }

    private var upload: String {
        let person =
            earners.isEmpty
            ? "<label class=\"field\"><span>Person</span><input name=\"person\" required pattern=\"[a-z][a-z0-9_]{0,31}\" placeholder=\"avery\" autocomplete=\"off\"></label>"
            : Html.select(
                "person", label: "Person", options: earners.map { ($0.slug, $0.displayName) }, selected: nil)
        let kind = Html.select(
            "kind", label: "Kind", options: [("paystubs", "Paystub"), ("w2s", "W-2")], selected: "paystubs")
        return """
            <section class="card" aria-labelledby="upload-title">
            <h2 id="upload-title">Add a document</h2>
            <form id="upload" class="upload" data-year="\(year)">
            <div class="filters">\(person)\(kind)</div>
            <label class="drop" id="drop"><b>Drop a PDF here</b><span>or choose one; it is read, checked and forgotten: \
            only what it says is kept</span>
            <input type="file" name="file" accept="application/pdf" aria-label="PDF of a pay document"></label>
            <p class="result" id="upload-result" role="status"></p>
            </form>
            </section>
            """
    }

    private var list: String {
        guard !documents.isEmpty else {
            return "<h2>None yet</h2><p>No pay document of \(year) is stored.</p>"
        }
        let rows = documents.map { document in
            let kind = document.content.kind == .w2 ? "W-2" : "Paystub"
            let day = document.content.payDate.map { "\($0)" } ?? "\(document.content.taxYear)"
            return "<tr><th scope=\"row\"><a href=\"/documents/\(document.id)\">"
                + "\(kind) of \(Markup.text("span", day, [("class", "day")]))</a></th>"
                + Markup.text("td", earners.displayName(of: document.earner))
                + Markup.text("td", document.content.employer) + "<td>\(Self.chip(document.status))</td>"
                + Markup.text(
                    "td", document.findings.map(\.code).joined(separator: ", "), [("class", "from")])
                + "</tr>"
        }
        return Html.table(
            caption: "Documents of \(year)",
            heads: [
                ("Document", false), ("Person", false), ("Employer", false), ("Status", false),
                ("Findings", false),
            ],
            rows: rows)
    }

    /// A status in a word.
    static func chip(_ status: DocumentStatus) -> String {
        let text =
            switch status {
            case .accepted: "accepted"
            case .needsReview: "needs review"
            case .rejected: "rejected"
            case .superseded: "superseded"
            }
        return Markup.text("span", text, [("class", "chip \(status.rawValue)")])
    }
}
