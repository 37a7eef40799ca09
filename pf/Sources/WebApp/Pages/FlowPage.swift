import Flow
import Household
import Markup
import Money

/// The flow: drawing, figures, table.
struct FlowPage {
    /// What is looked at.
    struct View {
        var year: Int
        var column: FlowColumn
        var earner: String?
        var version: String?
        var asOf: String?

        /// The same view in an address.
        func query(_ more: [(String, String?)] = []) -> String {
            Html.query([("year", "\(year)"), ("version", version), ("asOf", asOf)] + more)
        }
    }

    let report: FlowReport
    let view: View
    let notes: [String]
    let years: [Int]
    let call: Call

    var html: String {
        get throws {
            let lines = report.lines.filter { view.earner == nil || $0.earner == view.earner }
            let main = """
                <div class="head"><h1>Where the pay of \(view.year) goes</h1>\(Self.filters(view, years, report.header.earners))</div>
                \(Html.notes(notes + missing))
                <section class="tiles" aria-label="Sums">\(try tiles(lines))</section>
                <section class="card chart" id="chart" aria-label="Drawing">
                <div class="sankey wide">\(try drawing(.wide))</div>
                <div class="sankey narrow">\(try drawing(.narrow))</div>
                </section>
                <section class="card" id="figures">\(try FlowTable(lines: lines, view: view).html)</section>
                <p class="fine">As of \(report.header.asOf), budget v\(report.header.budgetVersion), rules \
                \(Markup.escaped(report.header.mappings)), \(Markup.escaped(report.header.parameters.joined(separator: ", "))). \
                <a href="/api/flow\(view.query())">JSON</a> \u{00B7} <a href="/api/sankey.svg\(view.query([("column", view.column.rawValue), ("earner", view.earner)]))">SVG</a></p>
                """
            return Shell(
                title: "Flow \(view.year)", tab: .flow, year: view.year, pageToken: call.session.pageToken,
                main: main
            ).html
        }
    }

    /// The page of a year without a plan.
    static func empty(year: Int, years: [Int], call: Call) -> String {
        let view = View(year: year, column: .actual)
        let main = """
            <div class="head"><h1>Where the pay of \(year) goes</h1>\(filters(view, years, []))</div>
            <section class="card narrow"><h2>No plan yet</h2>
            <p>A flow begins with a plan of the year: who earns, where, and what is meant to happen.</p>
            <p><a class="button" href="/plan?year=\(year)">Write the plan of \(year)</a>
            <a class="button quiet" href="/documents?year=\(year)">Drop a pay document</a></p></section>
            """
        return Shell(
            title: "Flow \(year)", tab: .flow, year: year, pageToken: call.session.pageToken, main: main
        ).html
    }

    private static func filters(_ view: View, _ years: [Int], _ earners: [Earner]) -> String {
        let columns = FlowColumn.allCases.map {
            ($0.rawValue, $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst())
        }
        let people = [(value: "", text: "Everyone")] + earners.map { ($0.slug, $0.displayName) }
        let hidden = Html.hidden([("version", view.version), ("asOf", view.asOf)])
        return """
            <form class="filters" method="get" action="/flow" id="flow-filters">\(hidden)
            \(Html.years(years, selected: view.year))
            \(Html.select("column", label: "Column", options: columns, selected: view.column.rawValue))
            \(Html.select("earner", label: "Earner", options: people, selected: view.earner ?? ""))
            <button>Show</button></form>
            """
    }

    private var missing: [String] {
        report.header.missing.map { item in
            let name = report.header.earners.first { $0.slug == item.earner }?.displayName ?? item.earner
            return "No document of \(name) at \(item.employer) yet: figures over all earners are a part only."
        }
    }

    private func drawing(_ style: SankeyStyle) throws -> String {
        try SankeySVG(report, column: view.column, earner: view.earner, style: style).text
    }

    private func tiles(_ lines: [FlowLine]) throws -> String {
        let names: [(FlowSection, String)] = [
            (.income, "Income"), (.taxes, "Taxes"), (.deductions, "Deductions"), (.savings, "Saved"),
            (.spending, "Spent"), (.balance, "Left over"),
        ]
        return try names.map { section, name in
            let amounts = lines.filter { $0.section == section }.compactMap { $0[view.column] }
            let cents = amounts.isEmpty ? nil : try Cents.sum(amounts)
            let isShort = section == .balance && (cents ?? 0) < 0
            return """
                <div class="tile \(section.rawValue)"><span>\(isShort ? "Shortfall" : name)</span>\
                <b>\(cents.map(SankeySVG.dollars) ?? "-")</b></div>
                """
        }.joined(separator: "\n")
    }
}

/// The lines as a table: the equal of the drawing.
private struct FlowTable {
    let lines: [FlowLine]
    let view: FlowPage.View

    var html: String {
        get throws {
            let heads: [(text: String, isNumber: Bool)] =
                [("Line", false)]
                + FlowColumn.allCases.map {
                    ($0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() + " $", true)
                }
                + [
                    (
                        "\(view.column.rawValue.prefix(1).uppercased() + view.column.rawValue.dropFirst()) from",
                        false
                    )
                ]
            var rows: [String] = []
            for section in FlowSection.allCases {
                let own = lines.filter { $0.section == section }
                guard !own.isEmpty else { continue }
                rows.append(try head(section, own))
                rows += own.map(row)
            }
            return Html.table(
                caption: "The flow of \(view.year), line by line; every figure leads to where it comes from",
                heads: heads, rows: rows, attributes: [("class", "flow")])
        }
    }

    private func head(_ section: FlowSection, _ lines: [FlowLine]) throws -> String {
        let sums = try FlowColumn.allCases.map { column in
            let amounts = lines.compactMap { $0[column] }
            let text = amounts.isEmpty ? "-" : SankeySVG.dollars(try Cents.sum(amounts))
            return Markup.text("td", text, [("class", "number")])
        }.joined()
        return
            "<tr class=\"section\">\(Markup.text("th", section.rawValue.prefix(1).uppercased() + section.rawValue.dropFirst(), [("scope", "rowgroup")]))\(sums)<td></td></tr>"
    }

    private func row(_ line: FlowLine) -> String {
        let flags = line.flags.map { Markup.text("span", $0, [("class", "chip")]) }.joined()
        let cells = FlowColumn.allCases.map { column in
            guard let cents = line[column] else { return "<td class=\"number\">-</td>" }
            let address = "/line" + view.query([("id", line.id), ("column", column.rawValue)])
            let link = Markup.text(
                "a", SankeySVG.dollars(cents),
                [
                    ("class", "figure"), ("href", address),
                    (
                        "aria-label",
                        "\(SankeySVG.dollars(cents)), \(column.rawValue) of \(line.label): where from"
                    ),
                ])
            return "<td class=\"number\">\(link)</td>"
        }.joined()
        return
            "<tr data-line=\"\(Markup.escaped(line.id))\"><th scope=\"row\">\(Markup.escaped(line.label))\(flags)</th>\(cells)"
            + Markup.text("td", line.provenance[view.column] ?? "-", [("class", "from")]) + "</tr>"
    }
}
