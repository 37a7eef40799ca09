/// Reads Swift source into tokens: as much of the language as a rule needs, never wrong about what is a text.
///
/// Regular expression literals without `#` are not known; no source here has one.
struct SwiftScanner {
    private let characters: [UInt8]
    private var index = 0
    private var line = 1
    private var tokens: [Token] = []
    /// Where the token before ends.
    private var lastEnd = -1

    /// The tokens of a source, in order.
    ///
    /// - Complexity: O(bytes).
    static func tokens(_ source: String) -> [Token] {
        var scanner = SwiftScanner(source)
        scanner.scan(untilParenthesis: false)
        return scanner.tokens
    }

    private init(_ source: String) { characters = Array(source.utf8) }

    private func byte(_ offset: Int = 0) -> UInt8? {
        index + offset < characters.count ? characters[index + offset] : nil
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= characters.count else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(characters[index..<index + count]) }
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < characters.count {
            if characters[index] == 10 { line += 1 }
            index += 1
        }
    }

    private mutating func add(_ kind: Token.Kind, from start: Int, to end: Int, line: Int) {
        tokens.append(
            Token(
                kind: kind, text: String(decoding: characters[start..<end], as: UTF8.self), line: line,
                isGlued: start == lastEnd))
        lastEnd = end
    }

    /// Scans to the end, or behind the parenthesis that ends an interpolation.
    private mutating func scan(untilParenthesis: Bool) {
        var depth = 0
        while let next = byte() {
            switch next {
            case 32, 9, 10, 13: advance()
            case _ where starts("//"): lineComment()
            case _ where starts("/*"): blockComment()
            case 34: text(hashes: 0)
            case 35 where hashesBeforeQuote != nil: text(hashes: hashesBeforeQuote ?? 0)
            case 96: advance()
            case _ where Self.beginsWord(next): word()
            case 48...57: number()
            default:
                if next == 40 { depth += 1 }
                if next == 41 {
                    if untilParenthesis, depth == 0 {
                        advance()
                        return
                    }
                    depth -= 1
                }
                add(.mark, from: index, to: index + 1, line: line)
                advance()
            }
        }
    }

    /// How many `#` stand before a quote here; nil when they stand before anything else.
    private var hashesBeforeQuote: Int? {
        var count = 0
        while byte(count) == 35 { count += 1 }
        return byte(count) == 34 ? count : nil
    }

    private static func beginsWord(_ byte: UInt8) -> Bool {
        byte == 95 || byte == 36 || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 128
    }

    private mutating func word() {
        let start = index
        while let next = byte(), Self.beginsWord(next) || (48...57).contains(next) { advance() }
        add(.word, from: start, to: index, line: line)
    }

    private mutating func number() {
        let start = index
        while let next = byte() {
            let isExponentSign =
                (next == 43 || next == 45) && [69, 101, 80, 112].contains(characters[index - 1])
                && characters[start..<index].first != 48
            let isFraction = next == 46 && byte(1).map { (48...57).contains($0) } == true
            guard Self.beginsWord(next) || (48...57).contains(next) || isFraction || isExponentSign else {
                break
            }
            advance()
        }
        add(.number, from: start, to: index, line: line)
    }

    private mutating func lineComment() {
        let start = index
        let isDocumentation = starts("///")
        while let next = byte(), next != 10 { advance() }
        add(isDocumentation ? .documentation : .comment, from: start, to: index, line: line)
    }

    private mutating func blockComment() {
        let (start, first) = (index, line)
        let isDocumentation = starts("/**")
        var depth = 0
        while byte() != nil {
            if starts("/*") {
                depth += 1
                advance(2)
            } else if starts("*/") {
                depth -= 1
                advance(2)
                if depth == 0 { break }
            } else {
                advance()
            }
        }
        add(isDocumentation ? .documentation : .comment, from: start, to: index, line: first)
    }

    /// A text literal, raw or not, of one line or many, with its interpolations.
    private mutating func text(hashes: Int) {
        let first = line
        advance(hashes)
        let isLong = starts("\"\"\"")
        advance(isLong ? 3 : 1)
        let quotes = [UInt8](repeating: 34, count: isLong ? 3 : 1) + [UInt8](repeating: 35, count: hashes)
        let escape = [92] + [UInt8](repeating: 35, count: hashes)
        var content: [UInt8] = []
        // The text stands before what is interpolated into it.
        let place = tokens.count
        tokens.append(Token(kind: .text, text: "", line: first))
        while let next = byte() {
            if matches(quotes) {
                advance(quotes.count)
                break
            }
            if matches(escape + [40]) {
                advance(escape.count + 1)
                scan(untilParenthesis: true)
            } else if matches(escape) {
                content.append(
                    contentsOf: characters[index..<min(index + escape.count + 1, characters.count)])
                advance(escape.count + 1)
            } else {
                content.append(next)
                advance()
            }
        }
        tokens[place].text = String(decoding: content, as: UTF8.self)
    }

    private func matches(_ bytes: [UInt8]) -> Bool {
        index + bytes.count <= characters.count
            && characters[index..<index + bytes.count].elementsEqual(bytes)
    }
}
