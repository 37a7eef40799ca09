import Foundation
import Kit
import TidyRules

/// Says what a package does not keep: `tidy PACKAGE [NEIGHBOUR ...]`; the package may be among its neighbours.
///
/// Ends with 0 when all is well, with 1 when it is not, with 64 when it was asked for nothing.
@main
enum TidyProgram {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let folder = arguments.first else {
            StandardStreams.say(
                "Usage: tidy PACKAGE [NEIGHBOUR ...]\nExample: tidy kit pf schedlab\nRules:\n")
            for rule in Tidy.rules { StandardStreams.say("  \(rule.name): \(rule.summary)\n") }
            exit(64)
        }
        let root = URL(fileURLWithPath: folder).standardizedFileURL
        let package = try SourcePackage(
            folder: root,
            neighbours: arguments.dropFirst().map { URL(fileURLWithPath: $0).standardizedFileURL }
                .filter { $0 != root })
        let findings = Tidy.findings(in: package)
        for (rule, finding) in findings {
            try StandardStreams.printResult(
                "\(folder)/\(finding.path):\(finding.line): \(rule): \(finding.message)\n")
        }
        exit(findings.isEmpty ? 0 : 1)
    }
}
