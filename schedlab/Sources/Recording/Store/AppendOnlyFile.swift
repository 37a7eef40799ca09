private import Foundation
internal import Kit

/// A file that grows while a run goes on, and can be read at any time.
///
/// Unlike ``AtomicFile`` it stands under its own name from the start: what a killed run has written is worth
/// keeping. A file of that name is replaced, so that whoever has it open still reads the old one. A record that
/// is made in one go from another file has nothing to lose: it can appear whole instead.
final class AppendOnlyFile {
    let path: String
    private let handle: FileHandle?
    private let whole: AtomicFile?
    private(set) var byteCount = 0

    init(path: String, appearsWhole: Bool = false) throws(FileError) {
        self.path = path
        // The check of folder and kind is that of files that appear whole.
        let whole = try AtomicFile(path: path)
        self.whole = appearsWhole ? whole : nil
        guard !appearsWhole else {
            handle = nil
            return
        }
        var status = stat()
        let isRegular = lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        if isRegular { unlink(path) }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func append(_ bytes: [UInt8]) throws(FileError) {
        try whole?.append(bytes: bytes)
        do {
            try handle?.write(contentsOf: Data(bytes))
        } catch {
            throw .cannotWrite(
                path: path,
                reason:
                    "\(FileError.reason(error)); the record ends at byte \(byteCount) and can be read up to there"
            )
        }
        byteCount += bytes.count
    }

    func close() throws(FileError) {
        if let whole { return try whole.finish() }
        do {
            try handle?.synchronize()
            try handle?.close()
        } catch {
            // Devices and pipes cannot be synchronised; closing them is all there is.
            try? handle?.close()
        }
    }
}
