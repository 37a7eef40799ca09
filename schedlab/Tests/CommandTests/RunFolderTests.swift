import Foundation
import KitTesting
import TestSupport
import Testing

/// Row 1 of what real use found: the files of one run folder appear together or not at all, also after SIGTERM.
@Suite("The folder of a run")
struct RunFolderTests {
    private static let files = [".schedlab-files", "jobs.csv", "summary.json"]
    private let folder: URL

    init() throws {
        folder = try Places.temporaryFolder()
        for (name, seconds) in [("first", 100), ("second", 200)] {
            let rows = (0..<4000).map { "\($0),\($0),\(seconds),1" }
            try (["job_id,submit_seconds,duration_seconds,gpus"] + rows).joined(separator: "\n")
                .write(to: folder.appendingPathComponent("\(name).csv"), atomically: true, encoding: .utf8)
        }
    }

    private func flags(_ jobs: String, _ output: String) -> [String] {
        [
            "run", "--cluster", "v100=400", "--workload", "jobs:\(jobs).csv", "--policy", "fifo",
            "--mechanism", "run-to-completion", "--quiet", "--out", output,
        ]
    }

    private func names(_ output: String) -> [String] {
        let path = folder.appendingPathComponent(output).path
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// The jobs of a run and what its summary says of them; the rest of a summary tells of the machine, too.
    private func contents(_ output: String) throws -> [String] {
        let text = { (name: String) in
            try String(contentsOf: folder.appendingPathComponent("\(output)/\(name)"), encoding: .utf8)
        }
        let average = try text("summary.json").split(separator: "\n").filter {
            $0.contains("averageJCTSeconds")
        }
        return [try text("jobs.csv")] + average.map(String.init)
    }

    /// Asks a run to end so many milliseconds after the first of its jobs was written.
    private func end(_ output: String, afterMilliseconds delay: Double) throws -> Int32 {
        let process = CommandResult.process(Places.executable, flags("second", output), in: folder)
        try CommandResult.start(process)
        while process.isRunning && !isWriting(output) { usleep(500) }
        usleep(UInt32(delay * 1000))
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    private func isWriting(_ output: String) -> Bool {
        names(output).contains { name in
            let path = folder.appendingPathComponent("\(output)/\(name)").path
            let bytes = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
            return name.hasPrefix("jobs.csv.part-") && bytes > 0
        }
    }

    @Test(
        "a run that is asked to end while it writes leaves all of its files or none, the old ones or the new")
    func endedWhileWriting() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for (jobs, output) in [("first", "old"), ("second", "new")] {
            #expect(try CommandResult.schedlab(flags(jobs, output), in: folder).status == 0)
        }
        let (old, new) = (try contents("old"), try contents("new"))
        #expect(old != new && old.count >= 2)
        var endedCount = 0
        for attempt in 0..<8 {
            let status = try end("fresh\(attempt)", afterMilliseconds: Double(attempt) * 4)
            let isWhole = names("fresh\(attempt)") == Self.files
            #expect(isWhole || names("fresh\(attempt)").isEmpty, "\(names("fresh\(attempt)"))")
            if isWhole { #expect(try contents("fresh\(attempt)") == new) }
            if status == 128 + SIGTERM { endedCount += 1 } else { #expect(status == 0 && isWhole) }

            let again = try end("old", afterMilliseconds: Double(attempt) * 4)
            #expect(names("old") == Self.files, "\(names("old"))")
            #expect(try contents("old") == old || contents("old") == new)
            if again == 128 + SIGTERM { endedCount += 1 } else { #expect(try contents("old") == new) }
            #expect(try CommandResult.schedlab(flags("first", "old"), in: folder).status == 0)
        }
        #expect(endedCount > 0, "no run was ended while it wrote")
    }
}
