import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("The page for teaching")
struct TeachingTests {
    @Test("prints what the commands of its transcript print")
    func transcript() throws {
        let page = try String(
            contentsOf: Places.package.appendingPathComponent("docs/teaching.md"), encoding: .utf8)
        let blocks = page.components(separatedBy: "```console\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        try #require(blocks.count >= 3, "\(blocks.count) transcripts")
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for block in blocks {
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            try #require(lines[0].hasPrefix("$ schedlab "), "\(lines[0])")
            let words = lines[0].split(separator: " ").dropFirst(2).map(String.init)
            let result = try CommandResult.schedlab(words, environment: ["COLUMNS": "80"], in: folder)
            #expect(result.status == 0, "\(lines[0]): \(result.messages)")
            let expected = lines.dropFirst().joined(separator: "\n")
            #expect(trimmed(result.output) == trimmed(expected), "\(lines[0])")
        }
    }

    /// A text without blanks at the ends of lines and empty lines around it.
    private func trimmed(_ text: String) -> String {
        text.components(separatedBy: "\n").map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n").trimmingCharacters(in: .newlines)
    }

    @Test(
        "the chart fits the width, has a line a GPU and every name in its legend", arguments: [40, 80, 133])
    func chart(width: Int) throws {
        let result = try CommandResult.schedlab(["show", "teaching"], environment: ["COLUMNS": "\(width)"])
        let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.prefix(9).allSatisfy { $0.count <= width }, "\(result.output)")
        #expect(lines[1...8].allSatisfy { $0.hasPrefix("v100 ") })
        for name in ["train-A", "eval-B", "big-C", "tune-D", "test-E", "long-F"] {
            #expect(result.output.contains(name))
        }
    }

    @Test("the HTML's picture has the same names as the chart")
    func html() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = folder.appendingPathComponent("r").path
        let page = folder.appendingPathComponent("r.html").path
        _ = try CommandResult.schedlab([
            "run", "--cluster", "teaching", "--workload", "teaching", "--policy", "fifo", "--mechanism",
            "run-to-completion", "--record", record, "--quiet",
        ])
        _ = try CommandResult.schedlab(["export", record, "--to", "html", "-o", page])
        let text = try String(contentsOfFile: page, encoding: .utf8)
        for name in ["train-A", "eval-B", "big-C", "tune-D", "test-E", "long-F"] {
            #expect(text.contains("<title>\(name), "), "\(name)")
        }
    }
}
