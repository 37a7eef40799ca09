private import Foundation
internal import Kit

/// The bytes of a record: its head, its batches, its index.
///
/// They are read, not mapped: a file that somebody cuts short in the meantime is an error then, not a signal.
final class RecordFile: Sendable {
    /// A batch and where it stands.
    struct Entry: Equatable {
        var offset: Int
        var batch: RecordBatch

        /// Header and payload.
        var byteCount: Int { RecordBatch.headerBytes + batch.payloadBytes }
        /// Where the next batch begins.
        var end: Int { offset + byteCount }
    }

    private enum Source {
        case descriptor(Int32)
        case memory([UInt8])
    }

    /// The file.
    let path: String
    /// Its size when it was opened.
    let byteCount: Int
    private let source: Source

    private static let headBytes = 16
    private static let trailerBytes = 16

    /// Opens a file.
    ///
    /// - Throws: `FileError` when it cannot be read, or is no regular file.
    init(path: String) throws(FileError) {
        self.path = path
        // A pipe would wait for a writer otherwise.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .cannotRead(path: path, reason: "it is not a regular file")
        }
        InputGuard.note(input: path)
        source = .descriptor(descriptor)
        byteCount = Int(status.st_size)
    }

    /// Takes bytes that are in memory already.
    init(bytes: [UInt8], path: String) {
        self.path = path
        source = .memory(bytes)
        byteCount = bytes.count
    }

    deinit {
        if case .descriptor(let descriptor) = source { close(descriptor) }
    }

    /// An error about the batch at a place.
    func damaged(_ offset: Int, _ problem: String) -> RecordError {
        .damaged(path: path, offset: offset, problem: problem)
    }

    // MARK: Parts

    /// Sees to it that the file begins as a record does.
    func checkHead() throws(RecordError) {
        let head = try bytes(at: 0, count: min(Self.headBytes, byteCount)) ?? []
        guard head.count == Self.headBytes else {
            if RunRecord.magic.starts(with: head.prefix(8)) { throw .empty(path: path) }
            throw .notARecord(path: path, found: Self.described(head))
        }
        guard Array(head[..<8]) == RunRecord.magic else {
            throw .notARecord(path: path, found: Self.described(head))
        }
        var reader = ByteReader(Array(head[8...]))
        let version = Int((try? reader.word32()) ?? 0)
        guard version == RunProvenance.formatVersion else {
            throw .unknownVersion(path: path, found: version, supported: RunProvenance.formatVersion)
        }
    }

    private static func described(_ head: [UInt8]) -> String {
        let text = String(decoding: head.prefix(8), as: UTF8.self)
        let isText = text.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 32 }
        return isText ? "'\(text)'" : "bytes that are no text"
    }

    /// All batches but the index: from the index of a complete record, else from batch to batch.
    ///
    /// - Returns: The batches, whether the record is complete, and where its last batch ends.
    func entries() throws(RecordError) -> (entries: [Entry], isComplete: Bool, end: Int) {
        if let entries = try indexedEntries() { return (entries, true, byteCount) }
        var entries: [Entry] = []
        var offset = Self.headBytes
        while let entry = try entry(at: offset), entry.batch.kind != .index {
            // Only the last batch can be half written; its checksum tells.
            if try self.entry(at: entry.end) == nil, try intactPayload(entry) == nil { break }
            entries.append(entry)
            offset = entry.end
        }
        return (entries, false, offset)
    }

    /// The batches by the index; nil where there is no intact one.
    private func indexedEntries() throws(RecordError) -> [Entry]? {
        guard let trailer = try bytes(at: byteCount - Self.trailerBytes, count: Self.trailerBytes),
            Array(trailer[8...]) == RunRecord.endMagic
        else { return nil }
        var reader = ByteReader(trailer)
        guard let offset = (try? reader.word64()).flatMap({ Int(exactly: $0) }),
            let index = try entry(at: offset), index.batch.kind == .index,
            let bytes = try intactPayload(index)
        else { return nil }
        let size = 8 + RecordBatch.headerBytes
        var entries: [Entry] = []
        var next = Self.headBytes
        // Batches follow each other without gaps, so that none can be told twice.
        for start in stride(from: 0, to: bytes.count, by: size) {
            var reader = ByteReader(Array(bytes[start..<min(start + 8, bytes.count)]))
            guard start + size <= bytes.count, let word = try? reader.word64(), Int(exactly: word) == next,
                let batch = RecordBatch(Array(bytes[start + 8..<start + size])), batch.kind != .index
            else { throw damaged(offset, "its entry \(start / size) is not of the batch at byte \(next)") }
            let entry = Entry(offset: next, batch: batch)
            guard entry.end <= offset else {
                throw damaged(offset, "its entry \(start / size) is of a batch that ends after the index")
            }
            entries.append(entry)
            next = entry.end
        }
        guard next == offset else { throw damaged(offset, "it has no entry for the batch at byte \(next)") }
        return entries
    }

    /// The batch whose header stands at a place, if all of it is in the file.
    private func entry(at offset: Int) throws(RecordError) -> Entry? {
        guard let header = try bytes(at: offset, count: RecordBatch.headerBytes),
            let batch = RecordBatch(header)
        else { return nil }
        let entry = Entry(offset: offset, batch: batch)
        return entry.byteCount <= byteCount - offset ? entry : nil
    }

    /// The bytes of a batch.
    ///
    /// - Throws: ``RecordError/damaged(path:offset:problem:)`` when they are not what was written.
    func payload(_ entry: Entry) throws(RecordError) -> [UInt8] {
        guard let payload = try intactPayload(entry) else {
            throw damaged(entry.offset, "its checksum is wrong")
        }
        return payload
    }

    private func intactPayload(_ entry: Entry) throws(RecordError) -> [UInt8]? {
        guard let bytes = try bytes(at: entry.offset, count: entry.byteCount),
            RecordBatch(bytes) == entry.batch
        else { return nil }
        let payload = Array(bytes[RecordBatch.headerBytes...])
        return entry.batch.isIntact(payload) ? payload : nil
    }

    // MARK: Bytes

    /// Bytes of the file; nil where it had fewer when it was opened.
    private func bytes(at offset: Int, count: Int) throws(RecordError) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= byteCount, count <= byteCount - offset else { return nil }
        switch source {
        case .memory(let bytes): return Array(bytes[offset..<offset + count])
        case .descriptor(let descriptor):
            var isShort = false
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let found = pread(
                        descriptor, buffer.baseAddress.map { $0 + filled }, count - filled,
                        off_t(offset + filled))
                    if found < 0 && errno == EINTR { continue }
                    guard found > 0 else { break }
                    filled += found
                }
                isShort = filled < count
            }
            guard !isShort else {
                throw damaged(offset, "the file has become shorter while it was read, or the disk failed")
            }
            return bytes
        }
    }
}
