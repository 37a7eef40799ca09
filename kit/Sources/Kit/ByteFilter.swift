/// Changes bytes on their way into a file, piece by piece; a compressor, for example.
public protocol ByteFilter: AnyObject {
    /// Takes bytes in.
    ///
    /// - Parameters:
    ///   - bytes: The next of them.
    ///   - isLast: Whether none come after.
    /// - Returns: What is ready to be written; nil when the filter fails.
    func pass(_ bytes: [UInt8], isLast: Bool) -> [UInt8]?
}
