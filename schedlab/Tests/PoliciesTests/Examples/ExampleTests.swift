import Foundation
import TestSupport
import Testing

@Suite("The example of docs/adding-a-policy.md")
struct ExampleTests {
    @Test("is what is compiled and tested here, to the letter")
    func isCompiled() throws {
        let text = try String(
            contentsOf: Places.package.appendingPathComponent("docs/adding-a-policy.md"), encoding: .utf8)
        let blocks = text.components(separatedBy: "```swift\n").dropFirst().map {
            $0.components(separatedBy: "```")[0]
        }
        try #require(blocks.count == 3, "the policy, its entry, its tests")
        for (block, file) in [
            (blocks[0], "Sources/Policies/ShortestRemainingTimePerf.swift"),
            (blocks[2], "Tests/PoliciesTests/Examples/ShortestRemainingTimePerfTests.swift"),
        ] {
            let compiled = try String(
                contentsOf: Places.package.appendingPathComponent(file), encoding: .utf8)
            // The formatter sorts imports, and a test needs one more of them.
            let imports = block.split(separator: "\n").filter { $0.contains("import ") }
            let body = block.replacing("public import Simulation\n\n", with: "")
            #expect(compiled.hasSuffix(body), "\(file) is not the block of the page")
            for line in imports { #expect(compiled.contains(line), "\(file) lacks \(line)") }
        }
    }
}
