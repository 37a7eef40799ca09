import Synchronization

/// Pictures of the last uploads, in memory only: the PDFs and their words are not kept.
final class PictureShelf: Sendable {
    private let pictures = Mutex<[(document: Int, pages: [String])]>([])

    /// Keeps a picture; the oldest one makes room.
    func put(_ pages: [String], document: Int) {
        pictures.withLock { pictures in
            pictures.removeAll { $0.document == document }
            pictures = (pictures + [(document, pages)]).suffix(WebLimits.pictures)
        }
    }

    /// The pages of a document; nil when it was not uploaded lately.
    func picture(document: Int) -> [String]? {
        pictures.withLock { $0.first { $0.document == document }?.pages }
    }
}
