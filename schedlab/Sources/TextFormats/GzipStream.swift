private import CZlib
public import Kit

/// Compresses bytes piece by piece, without a name or a time: equal bytes in, equal bytes out with the same zlib.
public final class GzipStream: ByteFilter {
    /// What stands around the compressed bytes.
    public enum Form: Sendable {
        /// Header and trailer of gzip (RFC 1952), for files.
        case gzip
        /// Those of zlib (RFC 1950), for HTTP's and browsers' `deflate`.
        case zlib

        /// Window of 32 KiB; 16 more asks for gzip's header and trailer.
        fileprivate var windowBits: Int32 { self == .gzip ? 15 + 16 : 15 }
    }

    private var stream = z_stream()
    private static let memoryLevel: Int32 = 8
    private static let chunkBytes = 1 << 16

    /// Begins a stream.
    ///
    /// - Parameters:
    ///   - form: What stands around it.
    ///   - isFast: Whether time matters more than size.
    public init(_ form: Form = .gzip, isFast: Bool = false) {
        // It fails without memory or with an incompatible zlib; then deflate() fails, too.
        deflateInit2_(
            &stream, isFast ? Z_BEST_SPEED : Z_DEFAULT_COMPRESSION, Z_DEFLATED, form.windowBits,
            Self.memoryLevel, Z_DEFAULT_STRATEGY,
            ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    }

    deinit { deflateEnd(&stream) }

    /// Takes bytes in.
    ///
    /// - Parameters:
    ///   - bytes: The next of them.
    ///   - isLast: Whether none come after.
    /// - Returns: What is ready to be written; nil when zlib fails.
    public func pass(_ bytes: [UInt8], isLast: Bool) -> [UInt8]? {
        var input = bytes
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        let isWell = input.withUnsafeMutableBufferPointer { source -> Bool in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            var isDone = false
            while !isDone {
                let (code, written) = chunk.withUnsafeMutableBufferPointer { target -> (Int32, Int) in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    let code = deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return (code, target.count - Int(stream.avail_out))
                }
                output.append(contentsOf: chunk[..<written])
                guard [Z_OK, Z_STREAM_END, Z_BUF_ERROR].contains(code) else { return false }
                isDone = code != Z_OK || (stream.avail_out > 0 && !isLast)
            }
            return true
        }
        return isWell ? output : nil
    }
}
