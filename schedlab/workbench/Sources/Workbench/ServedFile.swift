private import Foundation

/// A file that is open for sending; what becomes of its name does not matter to whoever reads it.
public final class ServedFile: Sendable {
    /// Its size when it was opened.
    public let byteCount: Int
    private let descriptor: Int32

    /// Opens a regular file; nil where there is none.
    init?(path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        byteCount = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Some of its bytes; nil where it has fewer by now.
    public func bytes(_ range: Range<Int>) -> [UInt8]? {
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let found = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled,
                    off_t(range.lowerBound + filled))
                if found < 0 && errno == EINTR { continue }
                guard found > 0 else { break }
                filled += found
            }
        }
        return bytes.count == range.count ? bytes : nil
    }
}
