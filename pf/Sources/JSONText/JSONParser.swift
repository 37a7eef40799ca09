/// Reads JSON as RFC 8259 has it, strictly, and knows where each value stands.
public struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    /// Deepest nesting that is read.
    static let depthLimit = 128

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Reads one value that fills the whole text.
    ///
    /// - Complexity: Linear.
    /// - Throws: ``JSONSyntaxError`` at the first byte that does not fit.
    public static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONNode {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw JSONSyntaxError(
                offset: 0, position: TextPosition(of: 0, in: bytes), reason: "it is not UTF-8")
        }
        var parser = JSONParser(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        let node = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error("text after the end of the value") }
        return node
    }

    /// Reads one value that fills the whole text.
    ///
    /// - Throws: ``JSONSyntaxError``.
    public static func parse(_ text: String) throws(JSONSyntaxError) -> JSONNode {
        try parse(Array(text.utf8))
    }

    private mutating func value() throws(JSONSyntaxError) -> JSONNode {
        skipSpace()
        let start = position
        guard let byte = peek else { throw error("the text ends where a value is expected") }
        switch byte {
        case UInt8(ascii: "{"): return JSONNode(value: .object(try object()), offset: start)
        case UInt8(ascii: "["): return JSONNode(value: .array(try array()), offset: start)
        case UInt8(ascii: "\""): return JSONNode(value: .string(try string()), offset: start)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return JSONNode(value: .number(try number()), offset: start)
        }
    }

    private mutating func object() throws(JSONSyntaxError) -> [JSONNode.Member] {
        try enter()
        var members: [JSONNode.Member] = []
        skipSpace()
        if take("}") { return leave(members) }
        while true {
            skipSpace()
            let start = position
            guard peek == UInt8(ascii: "\"") else {
                throw error(
                    members.isEmpty ? "a key is expected" : "a key is expected; is a comma left over?")
            }
            let key = try string()
            skipSpace()
            guard take(":") else { throw error("\":\" is expected") }
            members.append(JSONNode.Member(key: key, offset: start, node: try value()))
            skipSpace()
            if take("}") { return leave(members) }
            guard take(",") else { throw error("\",\" or \"}\" is expected") }
        }
    }

    private mutating func array() throws(JSONSyntaxError) -> [JSONNode] {
        try enter()
        var nodes: [JSONNode] = []
        skipSpace()
        if take("]") { return leave(nodes) }
        while true {
            skipSpace()
            if peek == UInt8(ascii: "]") { throw error("a value is expected; is a comma left over?") }
            nodes.append(try value())
            skipSpace()
            if take("]") { return leave(nodes) }
            guard take(",") else { throw error("\",\" or \"]\" is expected") }
        }
    }

    private mutating func enter() throws(JSONSyntaxError) {
        position += 1
        depth += 1
        guard depth <= Self.depthLimit else { throw error("more than \(Self.depthLimit) levels") }
    }

    private mutating func leave<Result>(_ result: Result) -> Result {
        depth -= 1
        return result
    }

    private mutating func word(_ word: String, _ value: JSONNode.Value) throws(JSONSyntaxError) -> JSONNode {
        guard bytes[position...].starts(with: word.utf8) else { throw error("a value is expected") }
        defer { position += word.utf8.count }
        return JSONNode(value: value, offset: position)
    }

    private mutating func number() throws(JSONSyntaxError) -> String {
        let start = position
        _ = take("-")
        let whole = position
        guard digits() > 0 else { throw error("a value is expected") }
        guard position == whole + 1 || bytes[whole] != UInt8(ascii: "0") else {
            position = whole
            throw error("a number with a leading zero")
        }
        if take("."), digits() == 0 { throw error("digits are expected after the point") }
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            guard digits() > 0 else { throw error("digits are expected in the exponent") }
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = position
        while let byte = peek, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): content += try escape()
            case 0..<0x20:
                position -= 1
                throw error("a line end or control character inside a text")
            default:
                let start = position - 1
                while let next = peek, next >= 0x20, next != UInt8(ascii: "\""), next != UInt8(ascii: "\\") {
                    position += 1
                }
                content += bytes[start..<position]
            }
        }
        throw error("a text without end")
    }

    private mutating func escape() throws(JSONSyntaxError) -> [UInt8] {
        guard let byte = peek else { throw error("a text without end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"): return Array(String(Character(try scalar())).utf8)
        default:
            position -= 1
            throw error("an unknown escape")
        }
    }

    private mutating func scalar() throws(JSONSyntaxError) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A pair of surrogates; half of one has no meaning.
        guard (0xD800..<0xDC00).contains(first), take("\\"), take("u") else {
            throw error("half a surrogate pair")
        }
        let second = try codeUnit()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw error("half a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONSyntaxError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("four hexadecimal digits are expected") }
        let digits = bytes[position..<position + 4]
        guard digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error("four hexadecimal digits are expected") }
        position += 4
        return unit
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func error(_ reason: String) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, position: TextPosition(of: position, in: bytes), reason: reason)
    }
}
