public import Foundation

/// The package's fixtures; see `pf/Fixtures/README.md`.
public enum Fixtures {
    /// The folder of the package.
    public static let package = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder of the fixtures.
    public static let folder = package.appendingPathComponent("Fixtures")

    /// The path of a fixture, such as `golden/flow-2026.jsonl`.
    public static func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// The bytes of a fixture.
    public static func data(_ name: String) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent(name))
    }

    /// The text of a fixture.
    public static func text(_ name: String) throws -> String {
        String(decoding: try data(name), as: UTF8.self)
    }
}
