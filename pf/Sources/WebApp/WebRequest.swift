/// A request, as far as a handler sees one.
package struct WebRequest: Sendable {
    /// `GET`, `POST`, ...
    package var method: String
    /// The path as it came, percent-encoded.
    package var path: String
    /// Names and values of the query, decoded, in their order.
    package var query: [(name: String, value: String)]
    /// Names in lower case with their values, in their order; a name may stand there more than once.
    package var headers: [(name: String, value: String)]
    /// The other side's address, without port; `unix` for a socket in the file system.
    package var peer: String
    /// The body.
    package var body: [UInt8]

    /// A request.
    ///
    /// - Parameters:
    ///   - method: `GET`, `POST`, ...
    ///   - target: Path with query, percent-encoded.
    ///   - headers: Names and values.
    ///   - peer: The other side's address.
    ///   - body: The body.
    package init(
        method: String, target: String, headers: [(name: String, value: String)], peer: String,
        body: [UInt8] = []
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = parts.first.map(String.init) ?? ""
        query = parts.count > 1 ? Self.pairs(parts[1]) : []
        self.headers = headers.map { ($0.name.lowercased(), $0.value) }
        self.peer = peer
        self.body = body
    }

    /// The values of a header.
    package func values(_ name: String) -> [String] { headers.filter { $0.name == name }.map(\.value) }

    /// The value of a header; nil when it is missing or stands there more than once.
    package func header(_ name: String) -> String? {
        let values = values(name)
        return values.count == 1 ? values[0] : nil
    }

    /// The last value of a name in the query; nil when it is missing or empty.
    package func parameter(_ name: String) -> String? {
        guard let value = query.last(where: { $0.name == name })?.value, !value.isEmpty else { return nil }
        return value
    }

    /// The value of a cookie; nil when it is missing.
    package func cookie(_ name: String) -> String? {
        guard let header = header("cookie") else { return nil }
        for part in header.split(separator: ";") {
            let sides = part.split(separator: "=", maxSplits: 1).map { Self.trimmed($0) }
            if sides.count == 2, sides[0] == name { return sides[1] }
        }
        return nil
    }

    /// The media type in lower case, without parameters.
    package var mediaType: String? {
        header("content-type").map { Self.trimmed($0.prefix { $0 != ";" }).lowercased() }
    }

    /// A text with its percent-encoding undone; nil when it is not UTF-8 afterwards.
    package static func decoded(_ text: some StringProtocol, plusIsSpace: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                guard rest.count >= 2, let high = digit(rest[rest.startIndex]),
                    let low = digit(rest[rest.startIndex + 1])
                else { return nil }
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func pairs(_ query: Substring) -> [(name: String, value: String)] {
        query.split(separator: "&").compactMap { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = sides.first.flatMap({ decoded($0, plusIsSpace: true) }),
                let value = decoded(sides.count > 1 ? sides[1] : "", plusIsSpace: true)
            else { return nil }
            return (name, value)
        }
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
