public import Foundation

/// All Swift files of a package, and what it wants kept.
public struct SourcePackage: Sendable {
    /// Name of its folder.
    public let name: String
    /// Sources and tests, by path.
    public let files: [SourceFile]
    /// Folders and files of the core, which knows no files, clocks or chance.
    public let core: [String]
    /// Names that other packages of the repository use, how often does not matter.
    public let foreignWords: Set<String>

    /// A package of files that are at hand; for tests.
    public init(name: String, files: [SourceFile], core: [String] = [], foreignWords: Set<String> = []) {
        self.name = name
        self.files = files.sorted { $0.path < $1.path }
        self.core = core
        self.foreignWords = foreignWords
    }

    /// Reads `Sources` and `Tests` of a folder, and of its neighbours the words that they use.
    ///
    /// - Parameters:
    ///   - folder: The package.
    ///   - neighbours: Packages that may import it.
    /// - Throws: When a file cannot be read.
    public init(folder: URL, neighbours: [URL]) throws {
        var words: Set<String> = []
        for neighbour in neighbours {
            for file in try Self.read(neighbour) {
                words.formUnion(file.tokens.lazy.filter { $0.kind == .word }.map(\.text))
            }
        }
        let list = folder.appendingPathComponent("Scripts/core-targets")
        let core = (try? String(contentsOf: list, encoding: .utf8)) ?? ""
        self.init(
            name: folder.lastPathComponent, files: try Self.read(folder),
            core: core.split(separator: "\n").map(String.init), foreignWords: words)
    }

    /// The files that are part of what the package does.
    public var sources: [SourceFile] { files.filter(\.isSource) }

    private static func read(_ folder: URL) throws -> [SourceFile] {
        var files: [SourceFile] = []
        for part in ["Sources", "Tests"] {
            let root = folder.appendingPathComponent(part)
            let names = (FileManager.default.enumerator(atPath: root.path)?.allObjects as? [String]) ?? []
            for name in names.sorted() where name.hasSuffix(".swift") {
                let text = try String(contentsOf: root.appendingPathComponent(name), encoding: .utf8)
                files.append(SourceFile(path: "\(part)/\(name)", text: text))
            }
        }
        return files
    }
}
