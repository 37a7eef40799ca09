import Household
import JSONText
import Markup
import PayDocuments

/// A picture of a document's text, page by page.
///
/// What pf read is shown as text, all else as grey boxes: names, addresses and numbers of accounts never leave the
/// reading.
struct PagePicture {
    private let pages: [Page]
    private let shown: Set<String>
    private let marked: Set<String>

    /// Coordinates are whole points.
    private static let margin = 18

    init(_ pages: [Page], of document: ParsedDocument) {
        self.pages = pages
        var texts: [String] = []
        var unknown: [String] = []
        switch document.content {
        case .paystub(let stub):
            texts = [stub.employer] + stub.lines.map(\.rawLabel) + Self.stubWords
            unknown = stub.lines.filter { $0.label == nil }.map(\.rawLabel)
        case .w2(let form):
            texts = [form.employer, form.ein] + form.box14.map(\.label) + form.box12.map(\.code)
            texts += form.states.flatMap { [$0.state, $0.locality ?? ""] } + Self.formWords
        }
        shown = Self.words(texts)
        marked = Self.words(unknown)
    }

    private static let stubWords = [
        "earnings taxes deductions retirement equity employer deposits gross net pay date period current ytd this "
            + "year to total hours rate benefits contributions paid advice statement"
    ]
    private static let formWords = [
        "W-2 Wage and Tax Statement wages tips other compensation federal income tax withheld social security medicare "
            + "dependent care benefits nonqualified plans state local locality name statutory employee retirement plan "
            + "third-party sick pay see instructions for box copy"
    ]

    private static func words(_ texts: [String]) -> Set<String> {
        Set(texts.flatMap { $0.lowercased().split(separator: " ").map(String.init) })
    }

    /// One drawing for each page, as large as its words reach.
    var svgPages: [String] { pages.map(svg) }

    private func svg(_ page: Page) -> String {
        let right = page.words.map { Self.whole($0.xMax) }.max() ?? 0
        let bottom = page.words.map { Self.whole($0.yMax) }.max() ?? 0
        let (width, height) = (right + Self.margin, bottom + Self.margin)
        return Markup.element(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("class", "page-picture"), ("role", "img"),
                ("aria-label", "The text of the page as pf read it"), ("viewBox", "0 0 \(width) \(height)"),
            ], page.words.map(mark).joined())
    }

    private func mark(_ word: Word) -> String {
        let (x, y) = (Self.whole(word.xMin), Self.whole(word.yMin))
        let (width, height) = (max(1, Self.whole(word.xMax) - x), max(1, Self.whole(word.yMax) - y))
        let key = word.text.lowercased()
        let box: [(String, String?)] = [
            ("x", "\(x)"), ("y", "\(y)"), ("width", "\(width)"), ("height", "\(height)"),
        ]
        guard isShown(word, key) else { return "<rect class=\"hidden-word\"\(Markup.attributes(box))/>" }
        let highlight = marked.contains(key) ? "<rect class=\"marked-word\"\(Markup.attributes(box))/>" : ""
        return highlight
            + Markup.text(
                "text", Redaction.redacted(word.text),
                [
                    ("x", "\(x)"), ("y", "\(y + height * 4 / 5)"), ("font-size", "\(max(4, height * 4 / 5))"),
                    ("textLength", "\(width)"), ("lengthAdjust", "spacingAndGlyphs"),
                ])
    }

    /// Amounts, dates and numbers of boxes, and words that stand in what was read.
    private func isShown(_ word: Word, _ key: String) -> Bool {
        let hasDigit = key.utf8.contains { (48...57).contains($0) }
        if !hasDigit { return shown.contains(key) || shown.contains(key.filter { $0.isLetter || $0 == "-" }) }
        let isAmount = key.contains(".") && key.allSatisfy { "$0123456789.,-()\u{2212}".contains($0) }
        let isDate = key.utf8.count == 10 && key.allSatisfy { "0123456789/-".contains($0) }
        let isBox = key.utf8.count <= 3 && key.utf8.count > 0 && Self.boxes.contains(key)
        return isAmount || isDate || isBox || shown.contains(key)
    }

    private static let boxes = Set((1...20).map { "\($0)" } + ["12a", "12b", "12c", "12d", "401k"])

    private static func whole(_ points: Double) -> Int { Int(points.rounded(.down)) }
}
