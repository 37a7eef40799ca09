private import Foundation

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// A folder that a command fills; a list inside it says which of its files are the command's own.
///
/// A folder that is new, or empty, or carries the list may be written. Files that the list does not name are somebody
/// else's and are never replaced, unless that is asked for.
public struct OutputFolder: Sendable {
    /// The folder.
    public let path: String
    private let isForced: Bool
    private let owned: Set<String>

    /// Name of the list.
    public static let markerName = ".schedlab-files"
    private static let heading = "# Files that schedlab made here and may make anew; one a line."

    /// Looks at a folder and makes it where it is missing.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - isForced: Whether files of others may be replaced.
    ///   - isOurs: Whether a file that is on no list is known to be the command's own, by its name.
    /// - Throws: ``FileError/notOurs(path:reason:)`` for a folder with files of others.
    public init(
        _ path: String, isForced: Bool, isOurs: (String) -> Bool = { _ in false }
    ) throws(FileError) {
        self.path = path
        self.isForced = isForced
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        owned = Self.list(path)
        let others = names.filter { !AtomicFile.isUnfinished($0) && !isOurs($0) }
        if !others.isEmpty, !names.contains(Self.markerName), !isForced {
            throw .notOurs(path: path, reason: "the folder is not empty and was not made by schedlab")
        }
        try Self.make(path)
    }

    /// The path of a file to write in it.
    ///
    /// - Throws: ``FileError/notOurs(path:reason:)`` for a file that is there and not on the list.
    public func file(_ name: String) throws(FileError) -> String {
        let file = "\(path)/\(name)"
        if FileKind.of(file) != nil, !owned.contains(name), !isForced {
            throw .notOurs(path: file, reason: "the file was not made by schedlab")
        }
        return file
    }

    /// Takes all numbered files of one name for the command, before it knows how many there will be.
    ///
    /// - Parameter family: Their common name, see ``family(of:)``; it goes on the list at once.
    /// - Throws: ``FileError/notOurs(path:reason:)`` where one is there and the family is not on the list.
    public func claim(family: String) throws(FileError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        if !isForced, !owned.contains(family),
            let name = names.sorted().first(where: { Self.family(of: $0) == family })
        {
            throw .notOurs(path: "\(path)/\(name)", reason: "the file was not made by schedlab")
        }
        try marker(adding: [family]).finish()
    }

    /// The common name of numbered files: `program-#.json` for `program-000012.json`.
    public static func family(of name: String) -> String {
        var family = ""
        for letter in name {
            let isDigit = ("0"..."9").contains(letter)
            if !isDigit { family.append(letter) } else if family.last != "#" { family.append("#") }
        }
        return family
    }

    /// The list with more names on it, as a file that appears together with those that it names.
    ///
    /// - Throws: ``FileError`` when it cannot be written.
    public func marker(adding names: [String]) throws(FileError) -> AtomicFile {
        let marker = try AtomicFile(path: "\(path)/\(Self.markerName)")
        let all = Self.list(path).union(names).sorted()
        try marker.append(([Self.heading] + all).joined(separator: "\n") + "\n")
        return marker
    }

    private static func list(_ folder: String) -> Set<String> {
        guard let text = try? String(contentsOfFile: "\(folder)/\(markerName)", encoding: .utf8) else {
            return []
        }
        return Set(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
    }

    /// Makes a folder and those above it, as far as they are missing.
    static func make(_ path: String) throws(FileError) {
        switch FileKind.of(path) {
        case .folder: return
        case .some: throw .cannotWrite(path: path, reason: "it is not a folder")
        case nil: break
        }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        if parent != path { try make(parent) }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
