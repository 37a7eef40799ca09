import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("explain as its users read it")
struct ExplainCommandTests {
    private let header = "job_id,submit_seconds,duration_seconds,gpus"

    /// Runs jobs and explains some.
    private func explain(
        _ rows: [String], cluster: String, flags: [String], _ questions: [[String]]
    ) throws -> [CommandResult] {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let jobs = folder.appendingPathComponent("jobs.csv")
        try ([header] + rows).map { $0 + "\n" }.joined().write(to: jobs, atomically: true, encoding: .utf8)
        let record = folder.appendingPathComponent("r.record").path
        let run = try CommandResult.schedlab(
            ["run", "--cluster", cluster, "--workload", "jobs:\(jobs.path)", "--record", record, "--quiet"]
                + flags)
        try #require(run.status == 0, "\(run.messages)")
        return try questions.map { try CommandResult.schedlab(["explain", record] + $0) }
    }

    private let runToCompletion = ["--policy", "fifo", "--mechanism", "run-to-completion"]

    @Test("the head of the line is named, with its need and since when it waits, and jobs by their own ids")
    func headOfLine() throws {
        let answers = try explain(
            ["train-A,0,7200,8", "eval-B,10,600,1", "big-C,20,3600,16", "small-D,30,600,2"],
            cluster: "v100=16@8", flags: runToCompletion,
            [
                ["--job", "small-D", "--round", "3"], ["--job", "big-C"], ["--job", "#1"],
                ["--job", "nobody"],
            ])
        #expect(
            answers[0].output.contains(
                "Round 3, 30 s: job small-D waits for 2 GPUs: the queue waits for its head, job big-C, which needs "
                    + "16 GPUs and has waited since 20 s; 7 GPUs of v100 have room"), "\(answers[0].output)")
        #expect(
            answers[1].output.contains("Job big-C:\n"), "no hole for a missing model: \(answers[1].output)")
        #expect(answers[1].output.contains("7,200"), "it starts at 7,200 s: \(answers[1].output)")
        #expect(answers[2].output.contains("Job eval-B:"), "\(answers[2].output)")
        #expect(answers[3].status == 2 && answers[3].messages.contains("job nobody does not arrive"))
    }

    @Test("a whole number never names another job than the one that is called so")
    func numericIDs() throws {
        let answers = try explain(
            ["2,0,100,1", "1,0,100,1"], cluster: "v100=8@8", flags: runToCompletion,
            [["--job", "1"], ["--job", "#1"], ["--job", "#0"], ["--job", "0"]])
        #expect(answers[0].output.hasPrefix("Job 1:") && answers[1].output == answers[0].output)
        #expect(answers[2].output.hasPrefix("Job 2:"), "\(answers[2].output)")
        #expect(answers[3].status == 2 && answers[3].messages.contains("job 0 does not arrive"))
    }

    @Test(
        "a queue under standard gives nobody shares; GPUs of jobs that end in the round are taken until then")
    func queueUnderStandard() throws {
        let answers = try explain(
            ["A,0,5000,5", "B,0,400,3", "C,100,600,3"], cluster: "v100=8@8", flags: ["--policy", "fifo"],
            [["--job", "C", "--round", "1"], ["--job", "C", "--round", "2"]])
        #expect(answers[0].output.contains("no GPU of v100 has room"), "\(answers[0].output)")
        #expect(
            answers[0].output.contains("held by job A (5 GPUs), job B (3 GPUs)"), "\(answers[0].output)")
        for answer in answers {
            for word in ["share", "behind", "credit"] { #expect(!answer.output.contains(word)) }
        }
        #expect(answers[1].output.contains("Round 2, 720 s: job C got 3 v100"), "\(answers[1].output)")
    }

    @Test("with jobs that stay on one node, the largest hole is what counts")
    func singleNode() throws {
        let answers = try explain(
            ["a,0,1000,2", "b,0,1000,2", "c,10,100,4", "d,20,50,1"], cluster: "v100=8@4",
            flags: runToCompletion + ["--single-node", "--placement", "worst-fit"],
            [["--job", "c", "--round", "1"]])
        #expect(
            answers[0].output.contains(
                "4 GPUs of v100 have room, but at most 2 on one node, and jobs stay on one node"),
            "\(answers[0].output)")
    }

    @Test("seeds that change nothing are said to, without an interval")
    func seeds() throws {
        let flags = ["run", "--cluster", "teaching", "--workload", "teaching", "--seeds", "0-2", "--quiet"]
        let result = try CommandResult.schedlab(flags + runToCompletion)
        #expect(result.output.contains("The seeds change nothing") && !result.output.contains("±"))
        let json = try CommandResult.schedlab(flags + runToCompletion + ["--format", "json"])
        #expect(json.output.contains("\"seedsChangeNothing\": true"), "\(json.messages)")
    }

    @Test("a list of jobs that was done is not overloaded, whatever window is measured")
    func finiteList() throws {
        let result = try CommandResult.schedlab(
            ["run", "--cluster", "teaching", "--workload", "teaching", "--window", "1:5"] + runToCompletion)
        #expect(result.status == 0 && !result.output.contains("OVERLOADED"), "\(result.output)")
    }
}
