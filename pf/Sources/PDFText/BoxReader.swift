import PayDocuments

/// Reads the XHTML that `pdftotext -bbox` prints.
enum BoxReader {
    /// Coordinates beyond this are no place on a page, in points.
    private static let coordinateLimit = 100_000.0

    /// The words of each page; nil when the text is not as `pdftotext` prints it.
    ///
    /// - Complexity: O(n).
    static func pages(_ bytes: [UInt8]) -> [Page]? {
        var pages: [Page] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let text = String(decoding: line, as: UTF8.self).drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("<page ") {
                pages.append(Page(words: []))
            } else if text.hasPrefix("<word ") {
                guard !pages.isEmpty, let word = word(text) else { return nil }
                if !word.text.isEmpty { pages[pages.count - 1].words.append(word) }
            }
        }
        return pages
    }

    private static func word(_ line: Substring) -> Word? {
        guard let open = line.firstIndex(of: ">"), line.hasSuffix("</word>") else { return nil }
        let start = line.index(after: open)
        let end = line.index(line.endIndex, offsetBy: -"</word>".count)
        guard start <= end, let xMin = number("xMin", line[..<open]),
            let yMin = number("yMin", line[..<open]),
            let xMax = number("xMax", line[..<open]), let yMax = number("yMax", line[..<open])
        else { return nil }
        let text = unescaped(line[start..<end]).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return Word(text: text, xMin: xMin, yMin: yMin, xMax: xMax, yMax: yMax)
    }

    private static func number(_ name: String, _ attributes: Substring) -> Double? {
        for part in attributes.split(separator: " ")
        where part.hasPrefix(name + "=\"") && part.hasSuffix("\"") {
            guard let value = Double(part.dropFirst(name.count + 2).dropLast()), value.isFinite,
                abs(value) <= coordinateLimit
            else { return nil }
            return value
        }
        return nil
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("&") else { return String(text) }
        let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
        var result = ""
        var rest = text
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            guard let end = rest.firstIndex(of: ";"), rest.distance(from: start, to: end) <= 10 else {
                result += "&"
                rest = rest.dropFirst()
                continue
            }
            let name = rest[rest.index(after: start)..<end]
            if let character = names[String(name)] ?? numeric(name) {
                result += character
            } else {
                result += rest[start...end]
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func numeric(_ name: Substring) -> String? {
        guard name.hasPrefix("#") else { return nil }
        let digits = name.dropFirst()
        let code = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return code.flatMap(Unicode.Scalar.init).map { String($0) }
    }
}
