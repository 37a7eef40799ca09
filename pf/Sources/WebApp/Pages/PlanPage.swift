import Flow
import JSONText
import Markup
import Store

/// The plan: editor, difference, history.
struct PlanPage {
    let year: Int
    let years: [Int]
    let versions: [Store.BudgetVersion]
    let shown: Store.BudgetVersion?
    let text: String
    /// What the shown version changed; nil = there is none before it.
    let difference: JSON?
    let call: Call

    private var latest: Int { versions.last?.version ?? 0 }

    var html: String {
        let isOld = shown.map { $0.version != latest } ?? false
        let name = shown.map { "version \($0.version)" } ?? "not written yet"
        let main = """
            <div class="head"><h1>Plan of \(year), \(name)</h1>
            <form class="filters" method="get" action="/plan">\(Html.years(years, selected: year))<button>Show</button></form></div>
            \(isOld ? Html.notes(["This is an older version; saving it makes it the next one."]) : "")
            <div class="beside">
            <section class="card" aria-labelledby="editor-title">
            <h2 id="editor-title">The document</h2>
            <form id="plan" data-year="\(year)" data-version="\(latest)">
            <label class="field wide"><span>Plan as JSON, amounts in cents</span>
            <textarea id="plan-text" name="text" spellcheck="false" rows="28" autocomplete="off" aria-describedby="plan-findings">\(Markup.escaped(text))</textarea></label>
            <label class="field wide"><span>Note for the history</span><input name="note" maxlength="200" autocomplete="off"></label>
            <p class="buttons"><button>Save as version \(latest + 1)</button> <button type="button" class="quiet" id="plan-revert">Undo my changes</button></p>
            <p class="result" id="plan-result" role="status"></p>
            </form>
            </section>
            <section class="card" aria-labelledby="check-title">
            <h2 id="check-title">Before you save</h2>
            <div id="plan-findings" aria-live="polite"><p class="fine">Type, and what is wrong or what changes appears here.</p></div>
            <h2>History</h2>\(history)
            \(changes)
            </section>
            </div>
            """
        return Shell(
            title: "Plan \(year)", tab: .plan, year: year, pageToken: call.session.pageToken, main: main
        ).html
    }

    private var history: String {
        guard !versions.isEmpty else { return "<p>No version yet.</p>" }
        let rows = versions.reversed().map { version in
            "<tr\(version.version == shown?.version ? " class=\"marked\"" : "")><th scope=\"row\">"
                + "<a href=\"/plan?year=\(year)&amp;version=\(version.version)\">v\(version.version)</a></th>"
                + Html.day(String(version.createdAt.prefix(10)))
                + Markup.text("td", version.author ?? "-")
                + Markup.text("td", version.note ?? "") + "</tr>"
        }
        return Html.table(
            caption: "Versions, the latest first",
            heads: [("Version", false), ("Day", false), ("By", false), ("Note", false)], rows: rows)
    }

    private var changes: String {
        guard case .object(let members)? = difference, case .array(let list)? = members["changes"], let shown
        else {
            return ""
        }
        let rows = list.compactMap { change -> String? in
            guard case .object(let change) = change, case .string(let id)? = change["id"] else { return nil }
            return "<tr>\(Markup.text("th", id, [("scope", "row")]))"
                + Self.amount(change["fromCents"]) + Self.amount(change["toCents"]) + "</tr>"
        }
        guard !rows.isEmpty else {
            return "<p class=\"fine\">Version \(shown.version) changed no amount.</p>"
        }
        return Html.table(
            caption: "What version \(shown.version) changed, dollars a year",
            heads: [("Item", false), ("Before", true), ("After", true)], rows: rows)
    }

    private static func amount(_ json: JSON?) -> String {
        guard case .number(let text)? = json, let cents = Int(text) else {
            return "<td class=\"number\">-</td>"
        }
        return Markup.text("td", SankeySVG.dollars(cents), [("class", "number")])
    }

    /// What a plan begins with.
    static func template(_ year: Int) -> String {
        """
        {
          "schemaVersion": 2,
          "year": \(year),
          "name": "Plan \(year)",
          "earners": [
            { "slug": "avery", "displayName": "Avery" }
          ],
          "employments": [],
          "income": { "items": [] },
          "taxes": { "items": [] },
          "deductions": { "items": [] },
          "savings": { "items": [] },
          "spending": { "groups": [] },
          "events": []
        }

        """
    }
}
