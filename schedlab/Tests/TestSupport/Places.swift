public import Foundation
private import KitTesting
public import LinearPrograms

/// Folders and programs that tests use.
public enum Places {
    /// The Swift package's folder.
    public static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Reference results and traces: `SCHEDLAB_SHARED`, else `../shared` beside the repository.
    public static let shared: URL =
        ProcessInfo.processInfo.environment["SCHEDLAB_SHARED"].map { URL(fileURLWithPath: $0) }
        ?? package.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")

    /// Stored runs of Gavel's simulator.
    public static let gavel = shared.appendingPathComponent("reference/gavel")

    /// Whether the reference results are here; tests that need them are skipped otherwise.
    public static let hasReference = FileManager.default.fileExists(atPath: gavel.path)

    /// Why such tests are skipped.
    public static let referenceReason = "the reference results are not here (SCHEDLAB_SHARED or ../shared)"

    /// The HiGHS library, if there is one.
    public static let highs: HiGHSLibrary? = try? HiGHSLibrary.load(
        environment: ProcessInfo.processInfo.environment, folders: [package.path])

    /// Why tests of the solver are skipped.
    public static let highsReason = "the HiGHS solver is not here (make setup)"

    /// The built executable.
    public static let executable = package.appendingPathComponent(".build/debug/schedlab")

    /// Python 3, if it is on the path.
    public static let python = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/python3" }.first(where: FileManager.default.isExecutableFile)

    /// An empty folder for one test.
    public static func temporaryFolder() throws -> URL {
        try TemporaryFolder.make("schedlab")
    }
}
