internal import TextFormats

extension Picture {
    /// The picture as a PDF file of one page; letters are outlines, so that no font is missing anywhere.
    ///
    /// It holds no date: equal pictures are equal files. nil when the compressor failed.
    public func pdf(_ theme: Theme) -> [UInt8]? {
        var content = paint(.area(corners, .paper), theme)
        for shape in shapes { content += paint(shape, theme) }
        guard let packed = GzipStream(.zlib).pass(Array(content.utf8), isLast: true) else { return nil }
        let page =
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(Self.number(width)) \(Self.number(height))] "
            + "/Contents 4 0 R /Resources << >> >>"
        var objects: [[UInt8]] = [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
        ].map { Array($0.utf8) }
        objects.append(
            Array("<< /Length \(packed.count) /Filter /FlateDecode >>\nstream\n".utf8) + packed
                + Array("\nendstream".utf8))
        objects.append(Array("<< /Subject <\(Self.hexadecimal(description))> /Producer (schedlab) >>".utf8))
        return Self.file(objects)
    }

    /// Objects with the table of where each begins; the last one is the file's description.
    private static func file(_ objects: [[UInt8]]) -> [UInt8] {
        var bytes = Array("%PDF-1.4\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 0x0A]
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(bytes.count)
            bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
        }
        let table = bytes.count
        let entries = offsets.map { offset in
            String(repeating: "0", count: 10 - String(offset).count) + "\(offset) 00000 n \n"
        }
        bytes += Array(
            """
            xref
            0 \(objects.count + 1)
            0000000000 65535 f \n\(entries.joined())trailer
            << /Size \(objects.count + 1) /Root 1 0 R /Info \(objects.count) 0 R >>
            startxref
            \(table)
            %%EOF

            """.utf8)
        return bytes
    }

    /// A text as PDF's UTF-16.
    private static func hexadecimal(_ text: String) -> String {
        ([0xFEFF] + Array(text.utf16)).map { unit in
            let digits = String(unit, radix: 16)
            return String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private var corners: [Point] {
        [Point(0, 0), Point(width, 0), Point(width, height), Point(0, height)]
    }

    private func paint(_ shape: Shape, _ theme: Theme) -> String {
        let colour = theme.colour(shape.ink)
        let parts = [colour.red, colour.green, colour.blue].map { Self.fraction(Double($0) / 255) }
            .joined(separator: " ")
        switch shape {
        case .area(let points, _): return "\(parts) rg \(path(points)) h f\n"
        case .disc(let centre, let radius, _):
            // A line without length and with a round end.
            return "\(parts) RG \(Self.number(2 * radius)) w 1 J [] 0 d \(path([centre, centre])) S\n"
        case .line(let points, let width, let dash, _):
            let dashes = dash.map(Self.number).joined(separator: " ")
            return "\(parts) RG \(Self.number(width)) w 1 J 1 j [\(dashes)] 0 d \(path(points)) S\n"
        case .text(let text, let at, let size, let anchor, _, let isUpwards):
            let place = LetterPlace(text, at: at, size: size, anchor, isUpwards: isUpwards)
            return place.steps.isEmpty ? "" : "\(parts) rg \(outline(place)) h f\n"
        }
    }

    private func path(_ points: [Point]) -> String {
        points.enumerated().map { "\(place($1)) \($0 == 0 ? "m" : "l")" }.joined(separator: " ")
    }

    private func outline(_ letters: LetterPlace) -> String {
        var current = Point(0, 0)
        var parts: [String] = []
        for step in letters.steps {
            switch step {
            case .move(let point):
                if !parts.isEmpty { parts.append("h") }
                current = letters.onPage(point)
                parts.append("\(place(current)) m")
            case .line(let point):
                current = letters.onPage(point)
                parts.append("\(place(current)) l")
            case .curve(let control, let point):
                // PDF has cubic curves only: each control lies two thirds of the way to the quadratic one.
                let (control, end) = (letters.onPage(control), letters.onPage(point))
                let pulled = [current, end].map {
                    Point($0.x + 2 / 3 * (control.x - $0.x), $0.y + 2 / 3 * (control.y - $0.y))
                }
                parts.append("\(place(pulled[0])) \(place(pulled[1])) \(place(end)) c")
                current = end
            }
        }
        return parts.joined(separator: " ")
    }

    /// PDF counts upwards from the bottom.
    private func place(_ point: Point) -> String {
        "\(Self.number(point.x)) \(Self.number(height - point.y))"
    }

    private static func fraction(_ value: Double) -> String { number((value * 100).rounded() / 100) }
    private static func number(_ value: Double) -> String { DrawnNumber.text(value) }
}
