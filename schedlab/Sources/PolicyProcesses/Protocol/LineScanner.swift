/// Reads one line of JSON whose form is known, byte by byte; anything else is an error with its place.
struct LineScanner {
    /// What is wrong with a line.
    struct Problem: Error, Equatable {
        var found: String
        var expected: String
    }

    private let bytes: [UInt8]
    private(set) var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private static let excerptLength = 24

    /// The error for what stands at the present place.
    func problem(expected: String) -> Problem {
        let rest = bytes[min(at, bytes.count)...].prefix(Self.excerptLength)
        let found = rest.isEmpty ? "the end of the line" : "'\(String(decoding: rest, as: UTF8.self))'"
        return Problem(found: "\(found) at byte \(at)", expected: expected)
    }

    private mutating func skipBlanks() {
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09 || bytes[at] == 0x0D { at += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard at < bytes.count, bytes[at] == UInt8(ascii: byte) else { return false }
        at += 1
        return true
    }

    /// Sees to it that nothing follows.
    mutating func end() throws(Problem) {
        skipBlanks()
        guard at == bytes.count else { throw problem(expected: "the end of the line") }
    }

    /// Reads an object; `visit` reads the value of each key, which it must know.
    mutating func object(
        _ what: String, _ visit: (String, inout LineScanner) throws(Problem) -> Void
    ) throws(Problem) {
        guard take("{") else { throw problem(expected: "\(what), a JSON object") }
        var seen: [String] = []
        if take("}") { return }
        repeat {
            let start = at
            let key = try text("a key of \(what)")
            guard !seen.contains(key) else {
                throw Problem(found: "'\(key)' twice at byte \(start)", expected: "each key of \(what) once")
            }
            seen.append(key)
            guard take(":") else { throw problem(expected: "a colon after '\(key)'") }
            try visit(key, &self)
        } while take(",")
        guard take("}") else { throw problem(expected: "a comma or the end of \(what)") }
    }

    /// Reads a list; `visit` reads each element.
    mutating func list(
        _ what: String, _ visit: (inout LineScanner) throws(Problem) -> Void
    ) throws(Problem) {
        guard take("[") else { throw problem(expected: "\(what), a list") }
        if take("]") { return }
        repeat { try visit(&self) } while take(",")
        guard take("]") else { throw problem(expected: "a comma or the end of \(what)") }
    }

    /// Reads true or false.
    mutating func truth(_ what: String) throws(Problem) -> Bool {
        skipBlanks()
        for (word, value) in [("true", true), ("false", false)] where bytes[at...].starts(with: word.utf8) {
            at += word.utf8.count
            return value
        }
        throw problem(expected: "\(what), true or false")
    }

    /// Reads a text of at most so many bytes; of the escapes only those of one character.
    mutating func text(_ what: String, limit: Int = 4096) throws(Problem) -> String {
        guard take("\"") else { throw problem(expected: "\(what), a text in double quotes") }
        var result: [UInt8] = []
        while at < bytes.count, result.count <= limit {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard let text = String(validating: result, as: UTF8.self) else {
                    throw Problem(found: "bytes that are no UTF-8 before byte \(at)", expected: what)
                }
                return text
            }
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            result += try escape(what)
        }
        throw problem(expected: "the closing quote of \(what), at most \(limit) bytes on")
    }

    private mutating func escape(_ what: String) throws(Problem) -> [UInt8] {
        guard at < bytes.count else { throw problem(expected: "a character after the backslash") }
        let byte = bytes[at]
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            let digits = String(decoding: bytes[at...].prefix(4), as: UTF8.self)
            // Halves of a pair are replaced one by one: names of that kind are shown, never compared.
            guard digits.count == 4, let code = UInt32(digits, radix: 16) else {
                throw problem(expected: "four hexadecimal digits")
            }
            at += 4
            return Array(String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
        default:
            at -= 1
            throw problem(expected: "one of the escapes \\\" \\\\ \\/ \\n \\r \\t \\u in \(what)")
        }
    }

    /// Reads a whole number within a range.
    mutating func whole(_ what: String, in range: ClosedRange<Int>) throws(Problem) -> Int {
        skipBlanks()
        let start = at
        let number = try number(what)
        guard number == number.rounded(), let whole = Int(exactly: number), range.contains(whole) else {
            at = start
            throw problem(expected: "\(what), a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return whole
    }

    /// Reads a finite number.
    mutating func number(_ what: String) throws(Problem) -> Double {
        skipBlanks()
        let start = at
        let isNegative = at < bytes.count && bytes[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        var digits = 0
        var integer = 0
        while at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 {
            if digits < 15 { integer = integer * 10 + Int(bytes[at] - 0x30) }
            digits += 1
            at += 1
        }
        let isPlain = at == bytes.count || !Self.continuesNumber[Int(bytes[at])]
        // Leading zeros are no JSON.
        let isLong = digits > 1 && bytes[start + (isNegative ? 1 : 0)] == 0x30
        if digits > 0 && digits < 16 && isPlain && !isLong { return Double(isNegative ? -integer : integer) }
        while at < bytes.count, Self.continuesNumber[Int(bytes[at])] { at += 1 }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        guard digits > 0, !isLong, let number = Double(text), number.isFinite,
            text.utf8.allSatisfy({ Self.isOfNumber($0) })
        else {
            at = start
            throw problem(expected: "\(what), a finite number")
        }
        return number
    }

    private static func isOfNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || Array("+-.eE".utf8).contains(byte)
    }

    /// Letters, digits, signs and points: what may not stand right behind a number.
    private static let continuesNumber: [Bool] = (0...255).map { byte in
        let byte = UInt8(byte)
        return isOfNumber(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
