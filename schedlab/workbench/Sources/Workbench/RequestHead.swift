/// The head of an HTTP request: its first line and its fields, read within bounds.
///
/// The server only reads, so that a request is its head: GET or HEAD without a body. What does not fit is refused with a
/// reason, never guessed at.
///
/// - Note: RFC 9112, sections 2 to 5.
public struct RequestHead: Sendable {
    /// What is asked.
    public let request: Request
    /// Whether the connection may bring another request.
    public let keepsOpen: Bool

    /// Most bytes of a head.
    public static let byteLimit = 16_384
    /// Most fields of a head.
    static let fieldLimit = 100

    private static let newline = UInt8(ascii: "\n")

    /// Where the first head of some bytes ends: one past its empty line; nil when that has not come yet.
    ///
    /// - Parameters:
    ///   - bytes: What has come.
    ///   - start: Bytes that were looked at before.
    /// - Returns: The place, or nil.
    public static func end(in bytes: [UInt8], from start: Int = 0) -> Int? {
        var index = max(start - 3, 0)
        while index < bytes.count {
            if bytes[index] == newline, index > 0 {
                if bytes[index - 1] == newline { return index + 1 }
                if index > 1, bytes[index - 1] == 0x0D, bytes[index - 2] == newline { return index + 1 }
            }
            index += 1
        }
        return nil
    }

    /// Reads a head.
    ///
    /// - Parameter bytes: The head with its empty line.
    /// - Throws: ``Refusal`` that says what is wrong with it.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        guard bytes.count <= Self.byteLimit else { throw Self.tooLong }
        var lines = bytes.split(separator: Self.newline, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        let first = (lines.first ?? []).split(separator: 0x20, omittingEmptySubsequences: false)
        guard first.count == 3, let method = Self.token(first[0]), let target = Self.text(first[1]),
            let version = Self.text(first[2])
        else { throw Self.malformed("its first line is not METHOD TARGET VERSION") }
        guard version == "HTTP/1.1" || version == "HTTP/1.0" else {
            throw Refusal(
                status: 505, code: "version", message: "the version \(version.prefix(20)) is not spoken here",
                hint: "this server speaks HTTP/1.1")
        }
        guard lines.count - 1 <= Self.fieldLimit else { throw Self.tooLong }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() { try Self.read(line, into: &headers) }
        let (path, query) = try Self.taken(apart: target)
        request = Request(method: method, path: path, query: query, headers: headers)
        let wishes = (headers["connection"] ?? "").lowercased().split(separator: ",").map {
            $0.filter { $0 != " " }
        }
        keepsOpen = version == "HTTP/1.1" ? !wishes.contains("close") : wishes.contains("keep-alive")
    }

    /// Whether bytes follow that nobody will read.
    public var announcesBody: Bool { Guard.announcesBody(request) }

    /// A head that does not end.
    public static let tooLong = Refusal(
        status: 431, code: "head",
        message: "the request's head has more than \(byteLimit) bytes or \(fieldLimit) fields",
        hint: "this server needs a short one")

    /// A head that does not come.
    public static let late = Refusal(
        status: 408, code: "late", message: "the request did not come in time", hint: "send it in one go")

    static func malformed(_ problem: String) -> Refusal {
        Refusal(
            status: 400, code: "malformed", message: "the request cannot be read: \(problem)",
            hint: "this server speaks HTTP/1.1")
    }

    // MARK: Fields

    private static func read(
        _ line: some Collection<UInt8>, into headers: inout [String: String]
    ) throws(Refusal) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), let name = token(line[..<colon]),
            let value = text(line[line.index(after: colon)...])
        else { throw malformed("a field is not NAME: VALUE") }
        let key = name.lowercased()
        let trimmed = value.drop { $0 == " " || $0 == "\t" }
        let end = trimmed.lastIndex { $0 != " " && $0 != "\t" }.map { trimmed.index(after: $0) }
        let clean = String(trimmed[..<(end ?? trimmed.startIndex)])
        if let known = headers[key] {
            // Two answers to one question: whoever stands between might take the other.
            guard !["host", "content-length", "origin", Guard.tokenHeader].contains(key) else {
                throw malformed("it has two fields \(key)")
            }
            headers[key] = "\(known), \(clean)"
        } else {
            headers[key] = clean
        }
    }

    /// A word of letters, digits and what else the standard allows in names.
    private static func token(_ bytes: some Collection<UInt8>) -> String? {
        let marks = Array("!#$%&'*+-.^_`|~".utf8)
        let isWell = bytes.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || marks.contains(byte)
        }
        return isWell && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Text without control characters; nil where there are any, or where it is no UTF-8.
    private static func text(_ bytes: some Collection<UInt8>) -> String? {
        guard !bytes.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else { return nil }
        return String(validating: bytes, as: UTF8.self)
    }

    // MARK: Target

    private static func taken(apart target: String) throws(Refusal) -> (path: String, query: [String: String])
    {
        guard target.hasPrefix("/") else { throw malformed("its target does not begin with /") }
        let pieces = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = unescaped(pieces[0], isQuery: false) else {
            throw malformed("its target holds an escape that is none")
        }
        var query: [String: String] = [:]
        for pair in (pieces.count > 1 ? pieces[1] : "").split(separator: "&") {
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = unescaped(sides[0], isQuery: true),
                let value = sides.count > 1 ? unescaped(sides[1], isQuery: true) : ""
            else { throw malformed("its target holds an escape that is none") }
            query[name] = value
        }
        return (path, query)
    }

    private static func unescaped(_ text: Substring, isQuery: Bool) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") && isQuery {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%") {
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard digits.utf8.count == 2, !digits.hasPrefix("+"), let value = UInt8(digits, radix: 16)
                else { return nil }
                rest = rest.dropFirst(2)
                bytes.append(value)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
