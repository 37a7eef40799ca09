private import Foundation
private import Kit
public import Recording

/// What a page calls a run: eight digits that follow from what the record is and where it lies.
public enum RunID {
    private static let digits = 8

    /// The id of a record.
    ///
    /// - Returns: The first digits of the SHA-256 of its first batch's payload, a zero byte and its absolute path.
    public static func of(_ record: RunRecord) -> String {
        var digest = SHA256()
        digest.update(record.provenanceBytes)
        digest.update([0] + Array(URL(fileURLWithPath: record.path).standardizedFileURL.path.utf8))
        return String(digest.hexDigest().prefix(digits))
    }
}
