import Foundation
import Testing

/// Compares a text with a golden file; `RECORD_GOLDEN=1` writes the file instead.
///
/// - Parameters:
///   - text: What came out.
///   - name: Name of the golden file.
///   - file: The test's file, whose folder `Golden/` holds it.
/// - Throws: When the golden file cannot be read or written.
public func expectGolden(_ text: String, _ name: String, file: String = #filePath) throws {
    let golden = URL(fileURLWithPath: file).deletingLastPathComponent()
        .appendingPathComponent("Golden").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(
            at: golden.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: golden, atomically: true, encoding: .utf8)
        return
    }
    let expected = try String(contentsOf: golden, encoding: .utf8)
    guard text != expected else { return }
    let found = text.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let line =
        zip(found, wanted).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        ?? min(found.count, wanted.count)
    Issue.record(
        """
        \(name):\(line + 1): found '\(line < found.count ? found[line] : "end")', \
        expected '\(line < wanted.count ? wanted[line] : "end")'; RECORD_GOLDEN=1 renews it
        """)
}
