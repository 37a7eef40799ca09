internal import ArgumentParser
private import Foundation
internal import Kit
private import Recording

/// What a command may write over, and the one place where it says which paths it writes.
struct OverwriteOptions: ParsableArguments {
    @Flag(help: "Write over files that schedlab did not make.")
    var force = false

    /// Refuses two outputs on one path.
    ///
    /// - Parameter outputs: Each flag with the path given to it; nil = not given.
    /// - Throws: `ValidationError` with both flags.
    func refuseDoubles(_ outputs: [(flag: String, path: String?)]) throws {
        var seen: [String: String] = [:]
        for (flag, path) in outputs {
            guard let path, FileKind.of(path) != .other else { continue }
            let place = Self.place(path)
            if let other = seen[place] {
                throw ValidationError(
                    "\(other) and \(flag) both write \(path); give one of them another path")
            }
            seen[place] = flag
        }
    }

    /// Where a path leads, whether there is a file or not.
    private static func place(_ path: String) -> String {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        if FileKind.of(path) != nil { return url.resolvingSymlinksInPath().path }
        return url.deletingLastPathComponent().resolvingSymlinksInPath()
            .appendingPathComponent(url.lastPathComponent).path
    }

    /// A file to write: a new one, one that this form of output left there, or any with `--force`.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isOurs: Whether a file that is there was made by schedlab.
    /// - Throws: `FileError.notOurs`.
    func file(_ path: String, isOurs: (String) -> Bool) throws {
        guard !force, FileKind.of(path) == .file, !isOurs(path) else { return }
        throw FileError.notOurs(path: path, reason: "the file is there already and was not made by schedlab")
    }

    /// A folder for a run's files; a record in it is the run's as well.
    func runFolder(_ path: String) throws -> OutputFolder {
        try OutputFolder(path, isForced: force) { name in
            name == RunRecord.fileName && RunRecord.isOne(path: "\(path)/\(name)")
        }
    }

    /// A folder to fill.
    func folder(_ path: String) throws -> OutputFolder { try OutputFolder(path, isForced: force) }
}
