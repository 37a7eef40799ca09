private import Kit

/// Writes one line of JSON: objects of named columns, shortest numbers that read back to the bit.
struct MessageWriter {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false

    init(_ message: String) {
        open("{")
        field("message", text: message)
    }

    /// The line with its line feed.
    consuming func line() -> [UInt8] {
        close("}")
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    mutating func open(_ bracket: Unicode.Scalar) {
        comma()
        bytes.append(UInt8(ascii: bracket))
        needsComma = false
    }

    mutating func close(_ bracket: Unicode.Scalar) {
        bytes.append(UInt8(ascii: bracket))
        needsComma = true
    }

    mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        name.withUTF8Buffer { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: ":")])
        needsComma = false
    }

    mutating func value(_ number: Int) {
        comma()
        bytes.append(contentsOf: "\(number)".utf8)
        needsComma = true
    }

    mutating func value(_ number: Double) {
        comma()
        bytes.append(contentsOf: (number.isFinite ? "\(number)" : "null").utf8)
        needsComma = true
    }

    mutating func value(_ text: String) {
        comma()
        bytes.append(contentsOf: JSONValue.string(text).oneLine.utf8)
        needsComma = true
    }

    mutating func field(_ name: StaticString, text: String) {
        key(name)
        value(text)
    }

    mutating func field(_ name: StaticString, _ number: Int) {
        key(name)
        value(number)
    }

    mutating func field(_ name: StaticString, _ number: Double) {
        key(name)
        value(number)
    }

    mutating func field(_ name: StaticString, isTrue: Bool) {
        key(name)
        bytes.append(contentsOf: (isTrue ? "true" : "false").utf8)
        needsComma = true
    }

    mutating func column(_ name: StaticString, _ numbers: some Sequence<Int>) {
        key(name)
        open("[")
        for number in numbers { value(number) }
        close("]")
    }

    mutating func column(_ name: StaticString, _ numbers: some Sequence<Double>) {
        key(name)
        open("[")
        for number in numbers { value(number) }
        close("]")
    }

    private mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }
}
