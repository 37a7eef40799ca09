private import Foundation

/// Reads records of comma-separated values from a file, a few bytes at a time.
///
/// Takes RFC 4180 with LF or CRLF and a byte order mark; fields in quotes may hold commas, quotes and line ends. A quote
/// inside a field that does not begin with one is a letter. Also computes the SHA-256 of everything it read.
public final class CSVReader {
    /// One record.
    public struct Record: Sendable {
        /// Number of its first line, from 1.
        public var line: Int
        /// Its fields; none when its bytes are not UTF-8.
        public var fields: [String]
        /// Whether its bytes are UTF-8.
        public var isUTF8: Bool
    }

    /// The file's path, for messages.
    public let path: String
    private let descriptor: Int32
    private var digest = SHA256()
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 0
    private var isFirstLine = true
    /// Whether the file began with a byte order mark.
    public private(set) var hasByteOrderMark = false
    /// The first line that ended in CRLF; nil = none so far.
    public private(set) var firstCarriageReturnLine: Int?

    /// Longest record that is accepted, in bytes.
    static let recordByteLimit = 1 << 20
    private static let chunkBytes = 1 << 16

    /// Opens a regular file.
    ///
    /// - Throws: ``FileError/cannotRead(path:reason:)``, also for folders, pipes and devices.
    public init(path: String) throws(FileError) {
        try TextFile.checkRegular(path)
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
    }

    deinit { close(descriptor) }

    /// The next record that is not an empty line; nil at the end.
    ///
    /// - Throws: ``FileError``, also ``FileError/lineTooLong(path:line:limitBytes:)`` and
    ///   ``FileError/badQuote(path:line:problem:)``, after which the rest of the file cannot be trusted.
    public func next() throws(FileError) -> Record? {
        while let first = try nextLine() {
            guard !first.isEmpty else { continue }
            var record = CSVRecord(line: line)
            var bytes = first
            while !record.take(bytes, line: line) {
                guard let more = try nextLine() else {
                    throw .badQuote(
                        path: path, line: record.quoteLine, problem: "a quote is opened here and never closed"
                    )
                }
                bytes = more
                guard record.byteCount <= Self.recordByteLimit else { throw tooLong(record.quoteLine) }
            }
            if let problem = record.problem {
                throw .badQuote(path: path, line: problem, problem: "text follows a closing quote")
            }
            let fields = record.texts()
            return Record(line: record.line, fields: fields ?? [], isUTF8: fields != nil)
        }
        return nil
    }

    /// SHA-256 of the file; to be asked when ``next()`` has returned nil.
    public func sha256() -> String { digest.hexDigest() }

    private func tooLong(_ line: Int) -> FileError {
        .lineTooLong(path: path, line: line, limitBytes: Self.recordByteLimit)
    }

    private func nextLine() throws(FileError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var isAtEnd = true
        while true {
            if position == chunk.count {
                try readChunk()
                if chunk.isEmpty { break }
            }
            isAtEnd = false
            let end = chunk[position...].firstIndex(of: UInt8(ascii: "\n"))
            bytes += chunk[position..<(end ?? chunk.count)]
            guard bytes.count <= Self.recordByteLimit else { throw tooLong(line + 1) }
            position = end.map { $0 + 1 } ?? chunk.count
            if end != nil { break }
        }
        if isAtEnd { return nil }
        line += 1
        if bytes.last == UInt8(ascii: "\r") {
            bytes.removeLast()
            firstCarriageReturnLine = firstCarriageReturnLine ?? line
        }
        if isFirstLine && bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes.removeFirst(3)
            hasByteOrderMark = true
        }
        isFirstLine = false
        return bytes
    }

    private func readChunk() throws(FileError) {
        var count = 0
        chunk = [UInt8](unsafeUninitializedCapacity: Self.chunkBytes) { buffer, filled in
            count = read(descriptor, buffer.baseAddress, Self.chunkBytes)
            filled = max(count, 0)
        }
        guard count >= 0 else { throw .cannotRead(path: path, reason: String(cString: strerror(errno))) }
        position = 0
        digest.update(chunk)
    }
}
