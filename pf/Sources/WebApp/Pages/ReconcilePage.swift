import Flow
import Household
import JSONText
import Markup

/// Whether stubs, W-2s and YNAB tell the same.
struct ReconcilePage {
    let year: Int
    let years: [Int]
    /// As the command prints it; nil = there is no database yet.
    let result: JSONNode?
    /// Those of the year, for their names.
    let earners: [Earner]
    let call: Call

    var html: String {
        let kept = Html.hidden([("asOf", call.request.parameter("asOf"))])
        let main = """
            <div class="head"><h1>Do they tell the same?</h1>
            <form class="filters" method="get" action="/reconcile">\(kept)\(Html.years(years, selected: year))<button>Show</button></form></div>
            \(verdict)
            \(chains)\(netPay)\(forms)
            """
        return Shell(
            title: "Reconcile \(year)", tab: .reconcile, year: year, pageToken: call.session.pageToken,
            main: main
        ).html
    }

    private var verdict: String {
        let count = result?["differences"]?.int ?? 0
        let hasAny = ["chains", "netPay", "w2"].contains { !(list($0).isEmpty) }
        guard hasAny else {
            return
                "<section class=\"card narrow\"><h2>Nothing to compare</h2><p>No accepted pay document of \(year) yet.</p></section>"
        }
        return count == 0
            ? Html.notes(["Nothing differs."], kind: "good")
            : Html.notes(
                ["\(count) \(count == 1 ? "difference" : "differences") found; each is marked below."],
                kind: "warning")
    }

    private func list(_ key: String) -> [JSONNode] { result?[key]?.array ?? [] }

    private func who(_ node: JSONNode) -> String {
        Markup.text("td", earners.displayName(of: node["earner"]?.string ?? ""))
            + Markup.text("td", node["employer"]?.string ?? "")
    }

    private func amount(_ node: JSONNode, _ key: String) -> String {
        Markup.text("td", node[key]?.int.map(SankeySVG.dollars) ?? "-", [("class", "number")])
    }

    private func card(_ title: String, _ table: String) -> String {
        "<section class=\"card\"><h2>\(title)</h2>\(table)</section>"
    }

    private var chains: String {
        guard !list("chains").isEmpty else { return "" }
        let rows = list("chains").map { node in
            let labels = (node["labels"]?.array ?? []).compactMap(\.string)
            let verdict =
                labels.isEmpty ? "follows" : "a stub is missing between: \(labels.joined(separator: ", "))"
            return "<tr\(labels.isEmpty ? "" : " class=\"marked\"")>\(who(node))"
                + Html.day(node["from"]?.string ?? "") + Html.day(node["to"]?.string ?? "")
                + Markup.text("td", verdict) + "</tr>"
        }
        return card(
            "Paystubs, one after the other",
            Html.table(
                caption: "Year to date of each stub is that of the one before and its own amounts",
                heads: [
                    ("Earner", false), ("Employer", false), ("From", false), ("To", false), ("Chain", false),
                ], rows: rows))
    }

    private var netPay: String {
        guard !list("netPay").isEmpty else { return "" }
        let hasRows = result?["hasYnabRows"]?.bool ?? false
        let rows = list("netPay").map { node in
            let isSeen = node["status"]?.string == "matched"
            let verdict =
                isSeen ? "on \(node["ynabDay"]?.string ?? "")" : hasRows ? "not seen" : "no YNAB yet"
            return "<tr\(isSeen || !hasRows ? "" : " class=\"marked\"")>\(who(node))"
                + Html.day(node["payDate"]?.string ?? "") + amount(node, "netCents")
                + Markup.text("td", verdict) + "</tr>"
        }
        return card(
            "Net pay in YNAB",
            Html.table(
                caption: "The same amount within five days of the pay date",
                heads: [
                    ("Earner", false), ("Employer", false), ("Pay date", false), ("Net $", true),
                    ("In YNAB", false),
                ],
                rows: rows))
    }

    private var forms: String {
        guard !list("w2").isEmpty else { return "" }
        let rows = list("w2").map { node in
            let differs = node["status"]?.string == "differs"
            return "<tr\(differs ? " class=\"marked\"" : "")>\(who(node))"
                + Markup.text("td", node["id"]?.string ?? "") + amount(node, "w2Cents")
                + amount(node, "stubCents")
                + Markup.text("td", node["status"]?.string ?? "") + "</tr>"
        }
        return card(
            "W-2 against the last paystub",
            Html.table(
                caption: "For each line that both have",
                heads: [
                    ("Earner", false), ("Employer", false), ("Line", false), ("W-2 $", true),
                    ("Paystub $", true),
                    ("", false),
                ], rows: rows))
    }
}
