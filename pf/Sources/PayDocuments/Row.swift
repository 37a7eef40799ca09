/// Words of one line, from left to right.
struct Row: Equatable {
    var words: [Word]

    /// Height of the middle, in points.
    var yCentre: Double { words.reduce(0) { $0 + $1.yCentre } / Double(max(words.count, 1)) }

    /// Left edge.
    var xMin: Double { words.first?.xMin ?? 0 }

    /// The words with single spaces.
    var text: String { words.map(\.text).joined(separator: " ") }

    /// Neighbours that close together are one phrase, in points.
    private static let phraseGap = 4.0
    /// Vertical gap between neighbours of one row, and the height of a row's middles, in points.
    private static let centreGap = 3.7
    private static let centreRange = 5.0

    /// Words as rows from top to bottom.
    ///
    /// - Complexity: O(n log n).
    static func rows(of words: [Word]) -> [Row] {
        let sorted = words.sorted { ($0.yCentre, $0.xMin) < ($1.yCentre, $1.xMin) }
        var groups: [[Word]] = []
        for word in sorted {
            if let first = groups.last?.first, let last = groups.last?.last,
                word.yCentre - last.yCentre <= centreGap, word.yCentre - first.yCentre <= centreRange
            {
                groups[groups.count - 1].append(word)
            } else {
                groups.append([word])
            }
        }
        return groups.map { Row(words: joiningSigns($0.sorted { ($0.xMin, $0.xMax) < ($1.xMin, $1.xMax) })) }
    }

    /// A `$`, a minus or a parenthesis that is a word of its own belongs to the amount beside it.
    private static func joiningSigns(_ words: [Word]) -> [Word] {
        let prefixes: Set<String> = ["$", "-", "(", "($", "-$", "\u{2212}"]
        var joined: [Word] = []
        for word in words {
            if let last = joined.last, word.xMin - last.xMax < (last.text == "$" ? 60 : phraseGap),
                (prefixes.contains(last.text) && MoneyToken.cents(last.text + word.text) != nil)
                    || ([")", "-"].contains(word.text) && last.isNumeric
                        && MoneyToken.cents(last.text + word.text) != nil)
                    || (prefixes.contains(last.text) && MoneyToken.cents(last.text + word.text + ")") != nil)
            {
                joined[joined.count - 1] = Word(
                    text: last.text + word.text, xMin: last.xMin, yMin: min(last.yMin, word.yMin),
                    xMax: word.xMax,
                    yMax: max(last.yMax, word.yMax))
            } else {
                joined.append(word)
            }
        }
        return joined
    }

    /// Neighbours less than 4 points apart are one phrase; an amount is its own.
    var phrases: [Word] {
        var phrases: [Word] = []
        for word in words {
            if let last = phrases.last, word.xMin - last.xMax < Self.phraseGap, word.cents == nil,
                last.cents == nil
            {
                phrases[phrases.count - 1] = Word(
                    text: last.text + " " + word.text, xMin: last.xMin, yMin: min(last.yMin, word.yMin),
                    xMax: max(last.xMax, word.xMax), yMax: max(last.yMax, word.yMax))
            } else {
                phrases.append(word)
            }
        }
        return phrases
    }
}
