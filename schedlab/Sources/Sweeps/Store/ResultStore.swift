private import Foundation
internal import Kit

/// Results of points as folders, each named by what determines it.
///
///     STORE/schedlab-store.txt        what this folder is
///     STORE/points/KEY/               a finished point, see ``PointFiles``
///     STORE/failed/KEY.txt            why a point failed, and the command that repeats it
///     STORE/index.tsv                 the figures of all points, made anew when it is missing or old
///
/// There is no lock and no database: folders appear by renaming, so any number of processes on any number of machines
/// may fill one store on a shared disk.
public struct ResultStore: Sendable {
    /// The folder.
    public let path: String

    /// The version that this program reads and writes.
    public static let version = "schedlab sweep store, version 1"
    static let markerName = "schedlab-store.txt"

    /// Takes a folder for reading; one that is not there is an empty store.
    ///
    /// - Throws: ``SweepError`` for a folder that is no store of this version.
    public init(path: String) throws(SweepError) {
        self.path = path
        guard let kind = FileKind.of(path) else { return }
        guard kind == .folder else { throw .notAStore(path: path, reason: "it is not a folder") }
        let marker = "\(path)/\(Self.markerName)"
        if FileKind.of(marker) != .file {
            // Another sweep may be giving the marker its name at this moment.
            let names = Self.names(path).filter { !$0.hasPrefix("\(Self.markerName).") }
            guard !names.isEmpty else { return }
            guard names.contains(Self.markerName) else {
                throw .notAStore(path: path, reason: "the folder is not empty and holds no results of sweeps")
            }
        }
        let text = (try? String(contentsOfFile: marker, encoding: .utf8)) ?? ""
        let found = text.split(separator: "\n").first.map(String.init) ?? ""
        guard found == Self.version else {
            throw .unknownStoreVersion(path: path, found: found, expected: Self.version)
        }
    }

    /// Makes the folders that results go to, and removes what killed processes of this machine left.
    ///
    /// - Throws: `FileError` when the folder cannot be written to.
    public func prepare() throws {
        let marker = "\(path)/\(Self.markerName)"
        if FileKind.of(marker) == nil { try AtomicFile.write(Self.version + "\n", to: marker) }
        do {
            for folder in [points, failures] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        } catch {
            throw FileError.cannotWrite(path: path, reason: FileError.reason(error))
        }
        // Found out before hours of computing.
        _ = try StagingFolder(in: points)
        StagingFolder.removeAbandoned(in: points, names: Self.names(points))
    }

    var points: String { "\(path)/points" }
    var failures: String { "\(path)/failed" }
    var indexPath: String { "\(path)/index.tsv" }

    /// The folder of a point.
    public func folder(_ key: String) -> String { "\(points)/\(key)" }

    /// Whether a point is finished; a folder with that name is complete, by how it came there.
    public func isFinished(_ key: String) -> Bool { FileKind.of(folder(key)) == .folder }

    /// Keys of all finished points.
    public func finishedKeys() -> Set<String> { Set(Self.names(points).filter(Self.isKey)) }

    /// Removes the unfinished folders of this process; for interrupts.
    public static func removeUnfinished() { StagingFolder.removeUnfinished() }

    static func isKey(_ name: String) -> Bool {
        name.utf8.count == 64
            && name.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }

    static func names(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    }
}
