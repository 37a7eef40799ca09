/// A word of a page with its box in points; the origin is the page's top left corner.
public struct Word: Equatable, Sendable {
    /// The text, without spaces.
    public var text: String
    /// Left edge.
    public var xMin: Double
    /// Top edge.
    public var yMin: Double
    /// Right edge.
    public var xMax: Double
    /// Bottom edge.
    public var yMax: Double

    /// A word.
    public init(text: String, xMin: Double, yMin: Double, xMax: Double, yMax: Double) {
        self.text = text
        self.xMin = xMin
        self.yMin = yMin
        self.xMax = xMax
        self.yMax = yMax
    }

    /// Height of the middle, in points from the top.
    var yCentre: Double { (yMin + yMax) / 2 }

    /// The amount it prints, in cents; nil when it is none.
    var cents: Int? { MoneyToken.cents(text) }

    /// Whether it prints a number of some kind: digits and no letters.
    var isNumeric: Bool {
        text.utf8.contains { (48...57).contains($0) }
            && !text.unicodeScalars.contains { $0.properties.isAlphabetic }
    }
}

/// A page as `pdftotext` reads it.
public struct Page: Equatable, Sendable {
    /// Its words, in any order.
    public var words: [Word]

    /// A page.
    public init(words: [Word]) { self.words = words }
}
