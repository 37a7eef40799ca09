public import Foundation
public import KitTesting
public import PayDocuments

/// Pages that tests draw: Helvetica text at positions, as word lists or as a PDF.
public struct Drawing: Sendable {
    /// A text on a page; `y` is the baseline from the top, in points.
    private struct Text: Sendable {
        var page: Int
        var x: Double
        var y: Double
        var size: Double
        var text: String
    }

    private var texts: [Text] = []
    private var pageCount = 1

    /// An empty page.
    public init() {}

    /// Draws a text that begins at `x`.
    public mutating func text(_ text: String, _ x: Double, _ y: Double, size: Double = 8, page: Int = 0) {
        texts.append(Text(page: page, x: x, y: y, size: size, text: text))
        pageCount = max(pageCount, page + 1)
    }

    /// Draws a text that ends at `x`.
    public mutating func right(_ text: String, _ x: Double, _ y: Double, size: Double = 8, page: Int = 0) {
        self.text(text, x - Self.width(text, size), y, size: size, page: page)
    }

    /// The words of each page, each moved by up to `jitter` points in both directions.
    public func pages(jitter: Double, random: inout SplitMix64) -> [Page] {
        var pages = Array(repeating: Page(words: []), count: pageCount)
        for text in texts {
            var x = text.x
            for word in text.text.split(separator: " ", omittingEmptySubsequences: false) {
                let width = Self.width(String(word), text.size)
                let dx = Double.random(in: -jitter...jitter, using: &random)
                let dy = Double.random(in: -jitter...jitter, using: &random)
                if !word.isEmpty {
                    pages[text.page].words.append(
                        Word(
                            text: String(word), xMin: x + dx, yMin: text.y - 0.718 * text.size + dy,
                            xMax: x + dx + width, yMax: text.y + 0.207 * text.size + dy))
                }
                x += width + Self.width(" ", text.size)
            }
        }
        for index in pages.indices { pages[index].words.shuffle(using: &random) }
        return pages
    }

    /// A PDF of version 1.4 with these texts.
    public func pdf(pages blankPages: Int = 0) -> Data {
        let count = max(pageCount, blankPages)
        var objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count \(count) /Kids [\((0..<count).map { "\(4 + 2 * $0) 0 R" }.joined(separator: " "))] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        ]
        for page in 0..<count {
            let content = texts.filter { $0.page == page }.map { text in
                "BT /F1 \(text.size) Tf \(text.x) \(792 - text.y) Td (\(Self.escaped(text.text))) Tj ET"
            }.joined(separator: "\n")
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
                    + "/Contents \(5 + 2 * page) 0 R >>")
            objects.append("<< /Length \(content.utf8.count) >>\nstream\n\(content)\nendstream")
        }
        var file = "%PDF-1.4\n"
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let start = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for offset in offsets {
            file += String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
        }
        file += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R >>\nstartxref\n\(start)\n%%EOF\n"
        return Data(file.utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.map { "()\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    /// Width of a text, in points.
    public static func width(_ text: String, _ size: Double) -> Double {
        text.utf8.reduce(0) { $0 + Double(widths[max(0, min(94, Int($1) - 32))]) } * size / 1000
    }

    /// Of the characters 32 to 126; source: Adobe's Core 14 font metrics, Helvetica.
    private static let widths = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556,
        556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
        500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
        333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556,
        500, 722,
        500, 500, 500, 334, 260, 334, 584,
    ]
}
