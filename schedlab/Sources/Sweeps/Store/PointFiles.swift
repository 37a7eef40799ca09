private import Foundation
internal import Kit

/// The files of a finished point.
///
/// - `point.txt`: everything that determines the result; its SHA-256 is the folder's name.
/// - `summary.json`: the summary as the command prints it, without what differs between equal runs.
/// - `figures.tsv`: its numbers by name, one a line.
/// - `jobs.csv` or `rows.csv`: the jobs of a run, the curve of a fill.
/// - `SHA256SUMS`: digests of all these, as `sha256sum -c` reads them.
/// - `host.tsv`: seconds and bytes that it took on its machine; may differ between equal points.
enum PointFiles {
    static let identity = "point.txt"
    static let summary = "summary.json"
    static let figures = "figures.tsv"
    static let jobs = "jobs.csv"
    static let rows = "rows.csv"
    static let sums = "SHA256SUMS"
    static let host = "host.tsv"

    /// Writes a file of a folder that is not complete yet; the folder's name makes it valid, not the file's.
    ///
    /// - Throws: `FileError`.
    static func write(_ text: String, _ name: String, in folder: String) throws(FileError) {
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
        } catch {
            throw .cannotWrite(path: "\(folder)/\(name)", reason: FileError.reason(error))
        }
    }

    /// Writes the digests of the files of a folder.
    ///
    /// - Throws: `FileError`.
    static func writeSums(_ names: [String], in folder: String) throws(FileError) {
        var text = ""
        for name in names {
            text += "\(SHA256.hexDigest(try TextFile.bytes("\(folder)/\(name)")))  \(name)\n"
        }
        try write(text, sums, in: folder)
    }

    /// Names and values, one pair a line.
    static func pairs(_ text: String) -> [(name: String, value: String)] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }
}
