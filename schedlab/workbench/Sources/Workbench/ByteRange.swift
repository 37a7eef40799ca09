/// What a request wants of an answer: all of it, or a range of its bytes.
///
/// - Note: RFC 9110, section 14. Several ranges at once are answered with all of it, which is allowed.
enum ByteRange: Equatable {
    /// All of it.
    case all
    /// These bytes.
    case some(Range<Int>)
    /// Bytes that there are not.
    case none

    /// Reads the fields `Range` and `If-Range`.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - byteCount: Length of the whole answer.
    ///   - tag: What the answer is now.
    init(_ request: Request, byteCount: Int, tag: String) {
        guard let text = request.headers["range"], (request.headers["if-range"] ?? tag) == tag,
            text.hasPrefix("bytes=")
        else {
            self = .all
            return
        }
        let ends = text.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        let numbers = ends.map { Self.number($0) }
        guard ends.count == 2, zip(ends, numbers).allSatisfy({ $0.isEmpty || $1 != nil }) else {
            self = .all
            return
        }
        switch (numbers[0], numbers[1]) {
        case (let first?, let last?) where first <= last:
            self = first < byteCount ? .some(first..<min(last, byteCount - 1) + 1) : .none
        case (let first?, nil): self = first < byteCount ? .some(first..<byteCount) : .none
        case (nil, let count?):
            self = count > 0 && byteCount > 0 ? .some(max(byteCount - count, 0)..<byteCount) : .none
        default: self = .all
        }
    }

    private static func number(_ text: Substring) -> Int? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
    }

    /// An answer, or the part of it that is wanted.
    func applied(to response: Response) -> Response {
        var response = response
        let whole = response.body.byteCount
        response.headers.append(("Accept-Ranges", "bytes"))
        switch self {
        case .all: break
        case .some(let range):
            response.status = 206
            let told = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(whole)"
            response.headers.append(("Content-Range", told))
            response.body = response.body.part(range)
        case .none:
            response.status = 416
            response.headers = [("Content-Range", "bytes */\(whole)")]
            response.body = .bytes([])
        }
        return response
    }
}
