import Foundation
import KitTesting
import Sweeps
import Synchronization
import TestSupport
import Testing

@Suite("a sweep at Slurm")
struct SlurmQueueTests {
    /// Slurm's answers by program; what was asked is kept.
    private final class Fake: Sendable {
        private let answers: Mutex<[String: SlurmCommand.Result]>
        private let asked = Mutex<[[String]]>([])

        init() {
            answers = Mutex([
                "sbatch": SlurmCommand.Result(status: 0, output: "41\n", error: ""),
                "scancel": SlurmCommand.Result(status: 0, output: "", error: ""),
            ])
        }

        func answer(_ program: String, _ output: String, status: Int32 = 0, error: String = "") {
            answers.withLock {
                $0[program] = SlurmCommand.Result(status: status, output: output, error: error)
            }
        }

        /// What was asked of a program.
        func calls(_ program: String) -> [[String]] { asked.withLock { $0.filter { $0[0] == program } } }

        var command: SlurmCommand {
            SlurmCommand { [self] arguments in
                asked.withLock { $0.append(arguments) }
                return answers.withLock { $0[arguments[0]] }
                    ?? SlurmCommand.Result(status: 1, output: "", error: "error: Invalid job id specified")
            }
        }
    }

    private let fake = Fake()
    private let plan: SweepPlan
    private let store: ResultStore
    private let queue: SlurmQueue

    init() throws {
        let text =
            "cluster: 2:2:2\nworkload: gavel\npolicy: [fifo, fifo_perf]\nrate: 1..4\nseeds: 0-4\njobs: 5\n"
        plan = try SweepPlan(try SweepFile.definition(text, path: "s.yaml"), engine: "schedlab test")
        let folder = try TemporaryFolder.make("slurm")
        store = try ResultStore(path: folder.path + "/store")
        try store.prepare()
        queue = SlurmQueue(plan, store: store, command: fake.command)
    }

    private func submit(retries: Bool = false, tasks: Int = 8) throws -> SlurmQueue.Handover {
        try queue.submit(
            plan, results: SweepResults(plan, store: store),
            limits: SlurmLimits(taskCount: tasks, taskSeconds: 60, memoryMegabytes: 500, concurrentCount: 3),
            retries: retries, arguments: ["/opt/with space/schedlab", "sweep", "run", "s.yaml"],
            workingFolder: "/home/o'neil")
    }

    /// States of tasks as `squeue` prints them.
    private func states(_ words: [String]) -> String {
        words.enumerated().map { "\($0) \($1)\n" }.joined()
    }

    @Test("all points go to one array, each once, with a script that a shell reads as it is meant")
    func submitsOnce() throws {
        let handover = try submit(tasks: 4)
        #expect(handover.job == 41 && handover.pointCount == 40 && handover.taskCount == 4)
        let submission = try #require(queue.submissions.first)
        #expect(submission.job == 41)
        #expect(submission.tasks.flatMap(\.self).sorted() == plan.points.map(\.key).sorted())
        let script = try String(contentsOfFile: submission.folder + "/script.sh", encoding: .utf8)
        #expect(script.contains("#SBATCH --array=0-3%3\n") && script.contains("#SBATCH --mem=500M\n"))
        #expect(script.contains("cd '/home/o'\\''neil' || exit 1\n"))
        #expect(script.contains("exec '/opt/with space/schedlab' sweep run s.yaml --points "))
    }

    @Test(
        "what waits or runs is not handed over twice, whatever word Slurm has for it",
        arguments: [
            "PENDING", "RUNNING", "CONFIGURING", "COMPLETING", "REQUEUED", "SUSPENDED", "A_WORD_OF_NEXT_YEAR",
        ])
    func activeOnce(word: String) throws {
        _ = try submit()
        fake.answer("squeue", states(Array(repeating: word, count: 5)))
        let again = try submit(retries: true)
        #expect(again.job == nil && again.activeCount == 40)
        #expect(fake.calls("sbatch").count == 1)
    }

    @Test(
        "what ended without a result is listed, and handed over again only when asked",
        arguments: [
            "FAILED", "TIMEOUT", "NODE_FAIL", "CANCELLED", "CANCELLED by 1000", "OUT_OF_MEMORY", "COMPLETED",
            "PREEMPTED",
        ])
    func endedAgain(word: String) throws {
        _ = try submit()
        fake.answer("squeue", states([word] + Array(repeating: "RUNNING", count: 4)))
        let count = try #require(queue.submissions.first?.tasks[0].count)
        let left = try submit()
        #expect(left.job == nil && left.endedCount == count && left.activeCount == 40 - count)
        fake.answer("sbatch", "42;cluster\n")
        let again = try submit(retries: true)
        #expect(again.job == 42 && again.pointCount == count)
    }

    @Test("a job that Slurm has forgotten is lost, not running for ever")
    func unknownJob() throws {
        _ = try submit()
        let tasks = try queue.tasks()
        #expect(tasks.count == 5 && tasks.allSatisfy { $0.state == .unknown })
        #expect(SlurmTaskTable(tasks).text.contains("lost before it began"))
        try Data().write(to: URL(fileURLWithPath: tasks[3].logPath))
        let begun = SlurmTaskTable(try queue.tasks()).text
        #expect(begun.contains("3  lost      ") && begun.contains("2  lost before it began"))
        #expect(try submit(retries: true).pointCount == 40)
    }

    @Test(
        "while nobody answers nothing is handed over, and the message says what to do",
        arguments: [
            "squeue", "scontrol",
        ])
    func timedOut(program: String) throws {
        _ = try submit()
        fake.answer("squeue", "")
        fake.answer(
            program, "", status: 1,
            error: "slurm_load_jobs error: Socket timed out on send/recv operation\n")
        #expect(throws: SweepError.self) { try submit(retries: true) }
        #expect(fake.calls("sbatch").count == 1)
        do {
            _ = try queue.tasks()
        } catch {
            #expect(
                "\(error)".contains("Socket timed out") && "\(error)".contains("run the same command again"))
        }
    }

    @Test("a task that was put back into the queue after a node failed is waited for")
    func requeued() throws {
        _ = try submit()
        fake.answer("squeue", states(["NODE_FAIL", "RUNNING", "RUNNING", "RUNNING", "RUNNING"]))
        #expect(try queue.tasks()[0].state == .ended("NODE_FAIL"))
        fake.answer("squeue", states(["PENDING", "RUNNING", "RUNNING", "RUNNING", "RUNNING"]))
        #expect(try queue.tasks()[0].state == .waiting)
        #expect(try submit(retries: true).job == nil)
    }

    @Test("a clock that jumps changes nothing: no time of Slurm's is read")
    func clockJumps() throws {
        _ = try submit()
        fake.answer("squeue", "")
        for start in ["2106-02-07T06:28:15", "1970-01-01T00:00:00", "Unknown"] {
            fake.answer(
                "scontrol",
                (0..<5).map {
                    "JobId=4\($0) ArrayJobId=41 ArrayTaskId=\($0) JobState=RUNNING RunTime=-17:00:00 "
                        + "StartTime=\(start) EndTime=\(start) Restarts=1\n"
                }.joined())
            #expect(try queue.tasks().allSatisfy { $0.state == .running })
        }
    }

    @Test("tasks that have not begun stand on one line at scontrol")
    func condensed() throws {
        _ = try submit()
        fake.answer("squeue", "")
        fake.answer(
            "scontrol",
            "JobId=41 ArrayJobId=41 ArrayTaskId=2-4%3 JobState=PENDING\n"
                + "JobId=43 ArrayJobId=41 ArrayTaskId=0,1 JobState=COMPLETED\nnonsense\nArrayTaskId=9-1 JobState=X\n"
        )
        #expect(
            try queue.tasks().map(\.state) == [.completed, .completed, .waiting, .waiting, .waiting])
    }

    @Test(
        "a submission that got no answer keeps its points: the array may be there; a refused one leaves nothing"
    )
    func noAnswerToSubmission() throws {
        fake.answer(
            "sbatch", "", status: 1, error: "sbatch: error: Batch job submission failed: Socket timed out\n")
        #expect(throws: SweepError.self) { try submit() }
        let folders = { try FileManager.default.subpathsOfDirectory(atPath: store.path + "/slurm") }
        #expect(try folders().contains { $0.hasSuffix("task-0.points") })
        #expect(queue.submissions.isEmpty)
        fake.answer("sbatch", "", status: 1, error: "sbatch: error: invalid partition specified: no\n")
        #expect(
            throws: SweepError.slurmFailed(
                command: "sbatch", reason: "sbatch: error: invalid partition specified: no")
        ) { try submit() }
        #expect(try folders().filter { $0.hasSuffix("task-0.points") }.count == 1)
    }

    @Test("the site's limit of arrays is kept; without an answer the usual one")
    func arraySize() throws {
        #expect(try queue.arraySize() == 1001)
        fake.answer("scontrol", "Configuration data\nMaxArraySize            = 65\nMaxJobCount = 1\n")
        #expect(try queue.arraySize() == 65)
    }

    @Test("cancel takes back what is still to do something, once an array")
    func cancels() throws {
        _ = try submit()
        fake.answer("squeue", states(["COMPLETED", "RUNNING", "PENDING", "FAILED", "PENDING"]))
        #expect(try queue.cancel() == [41])
        #expect(fake.calls("scancel") == [["scancel", "41"]])
        fake.answer("squeue", states(Array(repeating: "CANCELLED", count: 5)))
        #expect(try queue.cancel().isEmpty)
    }
}

@Suite("points packed into tasks")
struct TaskPackingTests {
    @Test(
        "every point goes to one task, no task waits for much longer than another",
        arguments: 0..<200 as Range<UInt64>)
    func balanced(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let seconds = (0..<Int.random(in: 1...300, using: &random)).map { _ in
            Int.random(in: 0..<5, using: &random) == 0 ? nil : Double.random(in: 0.01...500, using: &random)
        }
        let points = seconds.indices.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
        let limits = SlurmLimits(
            taskCount: Int.random(in: 1...50, using: &random),
            taskSeconds: Double.random(in: 1...1000, using: &random))
        let packing = TaskPacking(points, seconds: seconds, limits: limits)
        #expect(packing.tasks.flatMap(\.self).sorted() == points, "seed \(seed)")
        #expect(packing.tasks.count <= limits.taskCount && packing.tasks.allSatisfy { !$0.isEmpty })
        guard let longest = packing.longestSeconds else { return }
        let known = points.compactMap { seconds[$0] }
        let mean = known.reduce(0, +) / Double(known.count)
        let lengths = points.map { seconds[$0] ?? mean }
        // The bound of list scheduling: the mean load and one point more.
        let bound = lengths.reduce(0, +) / Double(packing.tasks.count) + (lengths.max() ?? 0)
        #expect(longest <= bound + 1e-6, "seed \(seed): \(longest) of \(bound)")
    }
}
