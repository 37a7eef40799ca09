private import Foundation

/// The files that a page is made of: markup, style, modules.
public struct WebFiles: Sendable {
    /// A file.
    public struct File: Sendable, Equatable {
        /// Its path in the folder `Web`.
        public var path: String
        /// What it says.
        public var text: String

        /// Names a text.
        public init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The files, by path.
    public let files: [File]

    /// The files that were built into the program.
    public static let embedded = WebFiles(files: embeddedFiles.map { File(path: $0.path, text: $0.text) })

    /// Some files.
    public init(files: [File]) { self.files = files.sorted { $0.path < $1.path } }

    /// The files of a folder, for whoever works on them.
    ///
    /// - Throws: ``PageError/unreadable(path:)``.
    public init(folder: String) throws(PageError) {
        var files: [File] = []
        for path in FileManager.default.subpaths(atPath: folder) ?? []
        where [".html", ".css", ".js"].contains(where: path.hasSuffix) {
            guard let text = try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) else {
                throw .unreadable(path: "\(folder)/\(path)")
            }
            files.append(File(path: path, text: text))
        }
        self.init(files: files)
    }

    /// What a file says.
    ///
    /// - Throws: ``PageError/missing(path:wantedBy:)``.
    func text(_ path: String, wantedBy: String) throws(PageError) -> String {
        guard let file = files.first(where: { $0.path == path }) else {
            throw .missing(path: path, wantedBy: wantedBy)
        }
        return file.text
    }
}
