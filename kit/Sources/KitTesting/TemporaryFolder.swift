public import Foundation

/// Folders that live as long as a test.
public enum TemporaryFolder {
    /// Makes an empty folder; whoever asks removes it.
    ///
    /// - Parameter name: What it is for, in its name.
    /// - Returns: The folder.
    /// - Throws: When it cannot be made.
    public static func make(_ name: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("\(name)-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
