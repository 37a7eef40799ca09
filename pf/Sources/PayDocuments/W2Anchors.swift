/// The labels of a W-2's boxes on one copy.
struct W2Anchors {
    /// A box's number and where its label begins.
    struct Anchor {
        var box: String
        var word: Word
    }

    /// In reading order.
    let all: [Anchor]

    /// Box numbers with the first word of their label; "" where the label varies.
    private static let labels: [(box: String, firstWord: String)] = [
        ("a", "employee"), ("b", "employer"), ("c", "employer"), ("d", "control"), ("e", "employee"),
        ("f", "employee"), ("1", "wages"), ("2", "federal"), ("3", "social"), ("4", "social"),
        ("5", "medicare"),
        ("6", "medicare"), ("7", "social"), ("8", "allocated"), ("9", ""), ("10", "dependent"),
        ("11", "nonqualified"), ("12a", ""), ("12b", ""), ("12c", ""), ("12d", ""), ("13", "statutory"),
        ("14", "other"), ("15", "state"), ("16", "state"), ("17", "state"), ("18", "local"), ("19", "local"),
        ("20", "locality"),
    ]

    /// A label begins this close to its number, in points.
    private static let labelGap = 8.0

    init(_ words: [Word]) {
        var anchors: [Anchor] = []
        for row in Row.rows(of: words) {
            for (index, word) in row.words.enumerated() {
                let next = index + 1 < row.words.count ? row.words[index + 1] : nil
                let following = next.flatMap {
                    $0.xMin - word.xMax < Self.labelGap ? $0.text.lowercased() : nil
                }
                let match = Self.labels.first { label in
                    guard label.box == word.text.lowercased() else { return false }
                    return label.firstWord.isEmpty || (following?.hasPrefix(label.firstWord) ?? false)
                }
                if let match { anchors.append(Anchor(box: match.box, word: word)) }
            }
        }
        // "9" is a number that stands alone: it is the box only above or below another box of its column.
        let edges = anchors.filter { $0.box == "7" || $0.box == "11" }.map(\.word.xMin)
        all = anchors.filter { anchor in
            anchor.box != "9" || edges.contains { abs($0 - anchor.word.xMin) <= 4 }
        }
    }

    /// The first anchor of a box.
    func first(_ box: String) -> Word? { all.first { $0.box == box }?.word }

    /// Boxes that stand there more than once; then nothing says which is meant.
    var doubled: [String] {
        let boxes = all.map(\.box)
        return boxes.enumerated().filter { boxes[..<$0.offset].contains($0.element) }.map(\.element)
    }

    /// Where the next box right of an anchor begins, in points.
    func rightEdge(of anchor: Word) -> Double {
        all.map(\.word).filter { abs($0.yCentre - anchor.yCentre) <= 5 && $0.xMin > anchor.xMin + 6 }
            .map(\.xMin).min() ?? .infinity
    }
}
