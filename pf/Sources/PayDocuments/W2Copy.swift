/// One copy of the form on a page: its title and the words of its region.
struct W2Copy {
    /// The year beside the title.
    let taxYear: Int?
    let words: [Word]

    private static let title = ["w-2", "wage", "and", "tax", "statement"]
    /// Titles further apart than this begin different copies, in points.
    private static let titleDistance = 40.0

    private struct Title {
        var left: Double
        var top: Double
        var yCentre: Double
        var right: Double
        var taxYear: Int?
    }

    /// The copies of a page in reading order; each region ends at the next title right of or below it.
    static func copies(on page: Page) -> [W2Copy] {
        let titles = Row.rows(of: page.words).flatMap(titles)
        return titles.map { title in
            let right = titles.map(\.left).filter { $0 > title.left + titleDistance }.min() ?? .infinity
            let bottom = titles.map(\.top).filter { $0 > title.top + titleDistance }.min() ?? .infinity
            let words = page.words.filter { word in
                word.xMin >= title.left - 12 && word.xMin < right - 3 && word.yCentre > title.yCentre + 4
                    && word.yCentre < bottom - 1
            }
            return W2Copy(taxYear: title.taxYear, words: words)
        }
    }

    private static func titles(in row: Row) -> [Title] {
        let texts = row.words.map { $0.text.lowercased() }
        guard texts.count >= title.count else { return [] }
        return (0...(texts.count - title.count)).compactMap { start in
            let end = start + title.count
            guard texts[start..<end].elementsEqual(title) else { return nil }
            let isAfterForm = start > 0 && texts[start - 1] == "form"
            let first = row.words[isAfterForm ? start - 1 : start]
            let year = row.words[end...].prefix(while: { $0.text.lowercased() != "form" }).lazy
                .compactMap { word in word.text.utf8.count == 4 ? Int(word.text) : nil }.first
            return Title(
                left: first.xMin, top: first.yMin, yCentre: first.yCentre, right: row.words[end - 1].xMax,
                taxYear: year.flatMap { (1990...2199).contains($0) ? $0 : nil })
        }
    }
}
