/// An answer.
public struct Response: Sendable {
    /// What an answer says.
    public enum Body: Sendable {
        /// Bytes in memory.
        case bytes([UInt8])
        /// Bytes of a file that is read while it is sent.
        case file(ServedFile, Range<Int>)

        /// Number of bytes.
        public var byteCount: Int {
            switch self {
            case .bytes(let bytes): bytes.count
            case .file(_, let range): range.count
            }
        }

        /// All of it; nil where a file has become shorter meanwhile.
        var bytes: [UInt8]? {
            switch self {
            case .bytes(let bytes): bytes
            case .file(let file, let range): file.bytes(range)
            }
        }

        /// Some of it.
        func part(_ range: Range<Int>) -> Body {
            switch self {
            case .bytes(let bytes): .bytes(Array(bytes[range]))
            case .file(let file, let own):
                .file(file, own.lowerBound + range.lowerBound..<own.lowerBound + range.upperBound)
            }
        }
    }

    /// Code of HTTP.
    public var status: Int
    /// Header fields.
    public var headers: [(String, String)]
    /// What it says.
    public var body: Body

    /// Puts an answer together.
    public init(status: Int = 200, headers: [(String, String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The head as it is sent.
    ///
    /// - Parameter keepsOpen: Whether the connection goes on afterwards.
    /// - Returns: Its bytes.
    public func head(keepsOpen: Bool) -> [UInt8] {
        var text = "HTTP/1.1 \(status) \(Self.phrases[status] ?? "Refused")\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        if status != 304 { text += "Content-Length: \(body.byteCount)\r\n" }
        text += "Connection: \(keepsOpen ? "keep-alive" : "close")\r\n\r\n"
        return Array(text.utf8)
    }

    /// Words beside the code; nobody reads them.
    private static let phrases = [200: "OK", 206: "Partial Content", 304: "Not Modified"]
}
