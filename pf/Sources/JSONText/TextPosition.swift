/// Line and column of a byte in a text, both from 1; columns count bytes.
public struct TextPosition: Equatable, Sendable, CustomStringConvertible {
    /// From 1.
    public let line: Int
    /// From 1, in bytes.
    public let column: Int

    /// Where a byte stands.
    public init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes.prefix(offset)
        line = before.count { $0 == 0x0A } + 1
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        column = before.count - start + 1
    }

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}

/// A text that is no JSON.
public struct JSONSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Byte at which it was noticed.
    public let offset: Int
    /// Line and column of that byte.
    public let position: TextPosition
    /// What is wrong there.
    public let reason: String

    /// Where and what.
    public var description: String { "\(position): \(reason)" }
}
