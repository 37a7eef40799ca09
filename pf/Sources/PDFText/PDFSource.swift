/// A PDF: a file, or bytes that came over the network.
public enum PDFSource: Sendable {
    /// A file.
    case file(String)
    /// Bytes; they are never given a name on the disk that outlives the reading.
    case bytes([UInt8])

    /// As messages call it.
    public var name: String {
        switch self {
        case .file(let path): path
        case .bytes: "the upload"
        }
    }
}
