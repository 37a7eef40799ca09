import Flow
import Markup
import Operations

/// What was spent, and the button that fetches it.
struct SpendingPage {
    let year: Int
    let years: [Int]
    let key: Spending.Key
    let rows: [Spending.Row]
    let notes: [String]
    let call: Call

    /// Width of the longest bar, in pixels.
    private static let barWidth = 160

    var html: String {
        let kept = Html.hidden([("asOf", call.request.parameter("asOf"))])
        let keys = Spending.Key.allCases.map {
            ($0.rawValue, $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst())
        }
        let main = """
            <div class="head"><h1>Spending of \(year)</h1>
            <form class="filters" method="get" action="/spending">\(kept)\(Html.years(years, selected: year))
            \(Html.select("by", label: "By", options: keys, selected: key.rawValue))<button>Show</button></form></div>
            \(Html.notes(notes))
            <section class="card"><div class="sync"><div><h2>YNAB</h2><p>Fetches what changed; nothing is ever written there.</p></div>
            <button id="sync" type="button">Fetch from YNAB</button></div><p class="result" id="sync-result" role="status"></p></section>
            <section class="card">\(table)</section>
            """
        return Shell(
            title: "Spending \(year)", tab: .spending, year: year, pageToken: call.session.pageToken,
            main: main
        ).html
    }

    private var table: String {
        guard !rows.isEmpty else { return "<h2>Nothing yet</h2><p>No spending of \(year) is known.</p>" }
        let largest = rows.map { Int128($0.spentCents.magnitude) }.max() ?? 1
        let cells = rows.map { row in
            let width = Int(Int128(row.spentCents.magnitude) * Int128(Self.barWidth) / max(largest, 1))
            let bar =
                "<svg class=\"bar\" width=\"\(Self.barWidth)\" height=\"12\" aria-hidden=\"true\"><rect "
                + "class=\"\(row.spentCents < 0 ? "refund" : "spent")\" width=\"\(max(width, 1))\" height=\"12\" rx=\"2\"/></svg>"
            return "<tr>\(Markup.text("th", row.name.isEmpty ? "(no name)" : row.name, [("scope", "row")]))"
                + Markup.text("td", SankeySVG.dollars(row.spentCents), [("class", "number")])
                + "<td>\(bar)</td>"
                + Markup.text("td", "\(row.rowCount)", [("class", "number")]) + "</tr>"
        }
        return Html.table(
            caption: "Spending by \(key.rawValue); a refund lowers its own \(key.rawValue), also below zero",
            heads: [
                (key.rawValue.prefix(1).uppercased() + key.rawValue.dropFirst(), false), ("Spent $", true),
                ("", false), ("Rows", true),
            ],
            rows: cells)
    }
}
