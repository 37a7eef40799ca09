import Foundation
import KitTesting
import TestSupport
import Testing

/// Follows `docs/first-sweep.md` word by word; with RECORD_GOLDEN=1 it writes down what the commands print today.
@Suite("the page of a first sweep")
struct FirstSweepPageTests {
    private static let page = Places.package.appendingPathComponent("docs/first-sweep.md")
    private static let figure = Places.package.appendingPathComponent("docs/figures/first-sweep.svg")

    /// Blocks of a page between lines with three backticks: their language and text.
    private static func blocks(_ page: String) -> [(language: String, text: String)] {
        var blocks: [(String, String)] = []
        var open: (language: String, lines: [Substring])?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append((block.language, block.lines.map { $0 + "\n" }.joined()))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [])
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// Whether the page has what commands print, or is to get it now.
    private static var isWritten: Bool {
        let size = try? figure.resourceValues(forKeys: [.fileSizeKey]).fileSize
        return size ?? 0 > 0 || ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
    }

    @Test(
        "the file has fifteen lines, and every command prints what the page shows under it",
        .enabled(if: isWritten, "the page's answers were not recorded yet: RECORD_GOLDEN=1 does"))
    func wordByWord() throws {
        let isRecorded = ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1"
        var page = try String(contentsOf: Self.page, encoding: .utf8)
        let blocks = Self.blocks(page)
        let folder = try Places.temporaryFolder()
        let sweep = try #require(blocks.first { $0.language == "yaml" }?.text)
        #expect(sweep.split(separator: "\n").count == 15)
        try sweep.write(
            to: folder.appendingPathComponent("first-sweep.yaml"), atomically: true, encoding: .utf8)
        let path = Places.executable.deletingLastPathComponent().path
        var commandCount = 0
        for (index, block) in blocks.enumerated() where block.language == "sh" {
            commandCount += 1
            let result = try CommandResult.run(
                URL(fileURLWithPath: "/bin/sh"), ["-ec", block.text],
                environment: ["PATH": "\(path):/usr/bin:/bin"], in: folder)
            #expect(result.status == 0, "\(block.text)\(result.messages)")
            guard index + 1 < blocks.count, blocks[index + 1].language == "text" else {
                #expect(result.output.isEmpty, "\(block.text)prints, and the page does not show it")
                continue
            }
            let shown = blocks[index + 1].text
            if isRecorded {
                page = page.replacing(
                    "```text\n\(shown)```", with: "```text\n\(result.output)```", maxReplacements: 1)
            } else {
                #expect(result.output == shown, "\(block.text)")
            }
        }
        #expect(commandCount >= 4)
        let drawn = try Data(contentsOf: folder.appendingPathComponent("figures/first-sweep.svg"))
        if isRecorded {
            try page.write(to: Self.page, atomically: true, encoding: .utf8)
            try drawn.write(to: Self.figure)
        }
        #expect(try Data(contentsOf: Self.figure) == drawn)
    }
}
