import Experiments
import Foundation
import TestSupport
import Testing

@Suite(
    "Stored runs of Gavel's simulator",
    .enabled(if: Places.hasReference, "\(Places.referenceReason)"),
    .enabled(if: Places.highs != nil, "\(Places.highsReason)"))
struct VerificationTests {
    private static let runs = Places.gavel.appendingPathComponent("runs")

    private static let files: [String] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []
        // AlloX comes with its policy; runs of more than 100 jobs take too long without optimisation.
        return names.filter { name in
            ["g1", "g2", "g3", "g4"].contains { name.hasPrefix($0) } && !name.contains("allox")
        }.sorted()
    }()

    private func verify(_ path: String) throws -> GavelRunVerification.Outcome {
        try GavelRunVerification(
            file: path, traceFolders: [Places.gavel.appendingPathComponent("traces").path], throughputs: nil
        ).run()
    }

    @Test("are equal job by job", arguments: files)
    func equal(name: String) throws {
        let outcome = try verify(Self.runs.appendingPathComponent(name).path)
        #expect(outcome.difference == nil)
    }

    @Test("a continuous multi-type run is equal, too")
    func continuous() throws {
        let outcome = try verify(Self.runs.appendingPathComponent("g6_cont_single_6x6x6_fifo.json").path)
        #expect(outcome.difference == nil)
    }

    @Test(
        "a changed figure is found",
        arguments: [
            ("\"makespan\": ", "makespan"), ("\"utilization\": ", "utilization"),
            ("\"avg_jct\": ", "average JCT"),
            ("\"rounds\": ", "rounds"), ("\"end\": ", "end"), ("\"policy_calls\": ", "policy calls"),
            ("\"priority_weight\": ", "priority weight"), ("\"wall_s\": ", nil),
            ("\"jct\": ", "completion time"),
            ("\"v100\": ", "policy call 0"),
            ("\"total_steps\": ", "steps"),
        ] as [(String, String?)])
    func tampered(key: String, expected: String?) throws {
        let name = "g1_trace_single_2x2x2_max_min_fairness_perf.json"
        var text = try String(contentsOf: Self.runs.appendingPathComponent(name), encoding: .utf8)
        text = text.replacingOccurrences(of: "\":", with: "\": ").replacingOccurrences(of: ":  ", with: ": ")
        let start = try #require(text.range(of: key)).upperBound
        let end = try #require(text[start...].firstIndex { $0 == "," || $0 == "}" || $0 == "\n" })
        let value = try #require(Double(text[start..<end]))
        // `wall_s` is not compared: a change there must pass, so that the others mean something.
        text.replaceSubrange(
            start..<end,
            with: ["rounds", "steps", "calls"].contains(where: key.contains)
                ? "\(Int(value) + 1)" : "\(value * 0.9 + 0.01)")
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent(name).path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let difference = try verify(path).difference
        if let expected {
            #expect(difference?.contains(expected) == true, "found \(String(describing: difference))")
        } else {
            #expect(difference == nil)
        }
    }
}

@Suite("Reference files")
struct ReferenceFileTests {
    @Test(
        "what is not a reference run is refused with the place", arguments: ["", "{}", "[]", "{\"args\": 3}"])
    func malformed(text: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("r.json").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: ExperimentError.self) {
            try GavelRunVerification(file: path, traceFolders: [], throughputs: nil)
        }
    }
}
