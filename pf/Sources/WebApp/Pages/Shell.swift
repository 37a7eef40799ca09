import Markup

/// What is around every page.
struct Shell {
    /// The pages in the order of the navigation.
    enum Tab: String, CaseIterable {
        case flow, documents, plan, spending, reconcile

        var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
    }

    let title: String
    let tab: Tab?
    let year: Int?
    let pageToken: String?
    let main: String

    var html: String {
        let token = pageToken.map { "<meta name=\"pf-token\" content=\"\(Markup.escaped($0))\">" } ?? ""
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="robots" content="noindex">
            \(token)
            <title>\(Markup.escaped(title)) \u{00B7} pf</title>
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/style.css">
            <script src="/script.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <header class="top"><a class="brand" href="/flow"><b>pf</b> <span>where the pay goes</span></a>
            <nav aria-label="Pages">\(navigation)</nav></header>
            <main id="main" tabindex="-1">
            \(main)
            </main>
            <dialog id="provenance" aria-labelledby="provenance-title"><div class="sheet"></div></dialog>
            <p id="status" role="status" aria-live="polite"></p>
            </body>
            </html>

            """
    }

    private var navigation: String {
        Tab.allCases.map { tab in
            let query = year.map { "?year=\($0)" } ?? ""
            return Markup.text(
                "a", tab.title,
                [("href", "/\(tab.rawValue)\(query)"), ("aria-current", tab == self.tab ? "page" : nil)])
        }.joined(separator: "\n")
    }
}

/// Small pieces of pages.
enum Html {
    /// A labelled choice.
    static func select(
        _ name: String, label: String, options: [(value: String, text: String)], selected: String?,
        attributes: [(String, String?)] = []
    ) -> String {
        let items = options.map {
            Markup.text(
                "option", $0.text,
                [("value", $0.value), ("selected", $0.value == selected ? "selected" : nil)])
        }.joined()
        let select = Markup.element("select", [("name", name)] + attributes, items)
        return "<label class=\"field\"><span>\(Markup.escaped(label))</span>\(select)</label>"
    }

    /// A choice of years.
    static func years(_ years: [Int], selected: Int) -> String {
        select("year", label: "Year", options: years.map { ("\($0)", "\($0)") }, selected: "\(selected)")
    }

    /// What a form keeps of the page's address.
    static func hidden(_ fields: [(name: String, value: String?)]) -> String {
        fields.compactMap { name, value in
            value.map { "<input type=\"hidden\" name=\"\(name)\" value=\"\(Markup.escaped($0))\">" }
        }.joined()
    }

    /// Things a person should know, each a paragraph.
    static func notes(_ notes: [String], kind: String = "note") -> String {
        notes.map { Markup.text("p", $0, [("class", kind)]) }.joined(separator: "\n")
    }

    /// A table with a caption.
    static func table(
        caption: String, heads: [(text: String, isNumber: Bool)], rows: [String],
        attributes: [(String, String?)] = []
    ) -> String {
        let head = heads.map {
            Markup.text("th", $0.text, [("scope", "col"), ("class", $0.isNumber ? "number" : nil)])
        }.joined()
        return
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(Markup.escaped(caption))\">"
            + Markup.element(
                "table", attributes,
                Markup.element("caption", [], Markup.text("span", caption))
                    + "<thead><tr>\(head)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody>")
            + "</div>"
    }

    /// A day in a table's cell; it stays on one line.
    static func day(_ day: String) -> String { Markup.text("td", day, [("class", "day")]) }

    /// A query with the parameters that are there.
    static func query(_ pairs: [(String, String?)]) -> String {
        let parts = pairs.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
    }

    /// A text as a part of an address.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || [45, 46, 95, 126].contains(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result
    }
}
