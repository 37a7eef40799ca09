private import Foundation
private import Kit

#if canImport(Glibc)
    private import Glibc
#endif

/// Adds a line of JSON to a file and waits until it is on the disk.
struct FileChannel: Channel {
    let path: String
    let recognizesRepeats = true

    /// How far back a line is looked for that an interrupted try may have written, in bytes.
    private static let memoryBytes: UInt64 = 4 << 20

    func send(_ letter: Letter) async -> SendResult {
        let line = JSONValue.object([
            ("id", .string(letter.id)), ("task", .string(letter.task)), ("due", .string(letter.due)),
            ("text", .string(letter.text)),
        ]).oneLine
        if letter.mayBeRepeat, hasLine(of: letter.id) { return .accepted(reference: nil) }
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else { return .notNow("\(path): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        let length = lseek(descriptor, 0, SEEK_END)
        var last: UInt8 = 0x0A
        // After a line that was cut off, a new one begins.
        if length > 0 { _ = pread(descriptor, &last, 1, length - 1) }
        let bytes = Array(((last == 0x0A ? "" : "\n") + line + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let reason = String(cString: strerror(errno))
            if length >= 0 { _ = ftruncate(descriptor, length) }
            return .notNow("\(path): \(reason)")
        }
        return .accepted(reference: nil)
    }

    func problem() async -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return access(folder, W_OK) == 0 ? nil : "\(folder): \(String(cString: strerror(errno)))"
    }

    private func hasLine(of id: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end > Self.memoryBytes ? end - Self.memoryBytes : 0)
        let lines = ((try? file.readToEnd()) ?? nil) ?? Data()
        let mark = Data("{\"id\": \"\(id)\"".utf8)
        return lines.split(separator: 0x0A).contains { $0.starts(with: mark) && $0.last == 0x7D }
    }
}
