import Foundation
import TestSupport
import Testing

@Suite("Records on the command line")
struct RecordCommandTests {
    private func record(_ folder: URL, _ flags: [String] = []) throws -> String {
        let path = folder.appendingPathComponent("run.record").path
        let result = try CommandResult.schedlab(
            [
                "run", "--cluster", "8:8:8", "--workload", "gavel", "--rate", "12", "--hours", "6",
                "--multi-gpu",
                "--policy", "max_min_fairness_perf", "--record", path, "--quiet",
            ] + flags)
        #expect(result.status == 0, "\(result.messages)")
        return path
    }

    @Test("a record of a run adds up, with reasons and without", arguments: ["all", "none", "1,3-5"])
    func complete(reasons: String) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try record(folder, ["--reasons", reasons])
        let checked = try CommandResult.schedlab(["check", path])
        #expect(checked.status == 0 && checked.output.contains("everything adds up"))
        #expect(checked.output.contains("complete") && !checked.output.contains("INCOMPLETE"))
    }

    @Test("a record cut off anywhere is readable up to its last complete batch and says so", arguments: 1...8)
    func cutOff(eighth: Int) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = try record(folder)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        let part = folder.appendingPathComponent("part.record")
        try bytes.prefix(bytes.count * eighth / 9).write(to: part)
        let checked = try CommandResult.schedlab(["check", part.path])
        #expect(checked.status == 0 && checked.output.contains("INCOMPLETE"), "\(checked.messages)")
    }

    @Test("what is no record is refused with its name")
    func garbage() throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("no.record")
        try Data("job_id,arrival\n".utf8).write(to: file)
        let checked = try CommandResult.schedlab(["check", file.path])
        #expect(checked.status == 65 && checked.messages.contains(file.path))
    }
}
