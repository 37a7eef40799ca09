import Cluster
import KitTesting
import Simulation
import Testing
import Workload

@testable import PolicyProcesses

@Suite("Answers of a policy in another process")
struct AnswerReaderTests {
    /// Jobs 0 to 2 are active, 1 and 2 wait, on one k80 and one v100.
    private func reader() throws -> AnswerReader {
        let layout = try ClusterSpec.layout("k80=1,v100=1")
        var rates = RateTable(
            gpuTypes: ["k80", "v100"], gpuCounts: [1, 1], speeds: SpeedBook(try GavelMeasurements.table()))
        var jobs = JobTable()
        for id in 0..<3 {
            let job = Job(
                id: id, jobClass: JobClass(model: "A3C", scaleFactor: 1), totalSteps: 100, arrivalSeconds: 0)
            jobs.append(job, classIndex: try rates.row(of: job.jobClass))
        }
        let snapshot = Snapshot(
            nowSeconds: 0, layout: layout, activeJobIDs: [0, 1, 2], waitingJobIDs: [1, 2], jobs: jobs,
            rates: rates, cluster: ClusterState(layout))
        return AnswerReader(snapshot, givesReservations: false)
    }

    private func read(_ line: String, as kind: DecisionKind) throws -> Decision {
        try reader().decision(Array(line.utf8), number: 7, kind: kind)
    }

    @Test("sparse shares become a matrix; rounding of a solver is cut off; reasons come along")
    func shares() throws {
        let decision = try read(
            """
            {"decision": 7, "shares": {"id": [2, 0, 0], "type": [1, 0, 1], "share": [1.0000000001, 0.25, -1e-12]}, \
            "reasons": {"objective": "least", "value": 0.5, "prices": [1, 2], "id": [2], "level": [3], "binding": [4]}}
            """, as: .timeShares)
        guard case .timeShares(let shares) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(shares.jobIDs == [0, 1, 2] && shares.shares == [0.25, 0, 0, 0, 0, 1])
        #expect(shares.reasons?.prices == [1, 2] && shares.reasons?.levels == [0, 0, 3])
        #expect(shares.reasons?.bindings == [0, 0, 4])
    }

    @Test("a queue may leave jobs out and be in any order; starts name GPUs")
    func queueAndStarts() throws {
        let queue = try read(
            #"{"queue":[2,1],"decision":7,"prefer":"mostFree","backfill":"fits"}"#, as: .orderedQueue)
        guard case .orderedQueue(let order) = queue else {
            Issue.record("\(queue)")
            return
        }
        #expect(order == OrderedQueue(jobIDs: [2, 1], preference: .mostFree, backfill: .whateverFits))
        let both = try read(
            #"{"decision":7,"starts":[{"id":1,"gpus":[1]}],"stops":[0]}"#, as: .startsAndStops)
        guard case .startsAndStops(let starts) = both else {
            Issue.record("\(both)")
            return
        }
        #expect(starts == StartsAndStops(starts: [.init(jobID: 1, gpus: [1])], stops: [0]))
    }

    static let wrongQueues = [
        (#"{"decision":7,"queue":[0]}"#, "job 0"), (#"{"decision":7,"queue":[1,1]}"#, "job 1"),
        (#"{"decision":7,"queue":[9]}"#, "job 9"), (#"{"decision":6,"queue":[]}"#, "6"),
        (#"{"queue":[]}"#, "no \"decision\""), (#"{"decision":7}"#, "no \"queue\""),
        (#"{"decision":7,"queue":[1.5]}"#, "1.5"), (#"{"decision":7,"queue":[-1]}"#, "-1"),
        (#"{"decision":7,"queue":[1e99]}"#, "1e99"), (#"{"decision":7,"queue":[NaN]}"#, "NaN"),
        (#"{"decision":7,"queue":[1}"#, "}"), (#"{"decision":7,"queue":[1]"#, "the end of the line"),
        (#"{"decision":7,"queue":[1]} {}"#, "{}"), (#"{"decision":7,"queue":[],"queue":[]}"#, "twice"),
        (#"{"decision":7,"queue":[],"backfill":"easy"}"#, "easy"),
        (#"{"decision":7,"shares":{}}"#, "shares"), ("", "the end of the line"), ("[]", "[]"),
        (#"{"decision":007,"queue":[]}"#, "007"), (#"{"decision":7,"queue":[01]}"#, "01"),
    ]

    @Test("what is wrong is named", arguments: wrongQueues)
    func wrongQueue(line: String, found: String) throws {
        let problem = #expect(throws: LineScanner.Problem.self) { try read(line, as: .orderedQueue) }
        #expect(problem?.found.contains(found) == true, "\(String(describing: problem))")
        #expect(problem?.expected.isEmpty == false)
    }

    static let wrongShares = [
        #"{"decision":7,"shares":{"id":[0],"type":[0],"share":[1.1]}}"#,
        #"{"decision":7,"shares":{"id":[0],"type":[0],"share":[-0.1]}}"#,
        #"{"decision":7,"shares":{"id":[0],"type":[2],"share":[1]}}"#,
        #"{"decision":7,"shares":{"id":[3],"type":[0],"share":[1]}}"#,
        #"{"decision":7,"shares":{"id":[0,0],"type":[0,1],"share":[0.6,0.6]}}"#,
        #"{"decision":7,"shares":{"id":[0,0],"type":[0,0],"share":[0.1,0.1]}}"#,
        #"{"decision":7,"shares":{"id":[0],"type":[],"share":[1]}}"#,
        #"{"decision":7,"shares":{"id":[0],"type":[0],"share":[1e400]}}"#,
        #"{"decision":7,"shares":{"id":[0],"type":[0],"share":[1]},"reasons":{"value":1}}"#,
    ]

    @Test("shares that cannot be are refused", arguments: wrongShares)
    func wrongShare(line: String) throws {
        #expect(throws: LineScanner.Problem.self) { try read(line, as: .timeShares) }
    }

    @Test("2,000 answers with bytes changed, cut off or doubled are read or refused, never worse")
    func hostile() throws {
        let good = [
            #"{"message":"answer","decision":7,"queue":[2,1],"prefer":"fastest","backfill":"none"}"#,
            #"{"decision":7,"shares":{"id":[0,2],"type":[0,1],"share":[0.5,1e-3]},"reasons":{"objective":"\u00e9","value":-1}}"#,
            #"{"decision":7,"starts":[{"id":1,"gpus":[0,1]}],"stops":[0,2]}"#,
        ]
        let kinds: [DecisionKind] = [.orderedQueue, .timeShares, .startsAndStops]
        let reader = try reader()
        var refused = 0
        for seed in 0..<2000 {
            var random = SplitMix64(seed: UInt64(seed))
            var bytes = Array(good[seed % 3].utf8)
            for _ in 0...Int.random(in: 0...2, using: &random) where !bytes.isEmpty {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0...3, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at...)
                case 2: bytes.insert(contentsOf: bytes[at...].prefix(9), at: at)
                default:
                    bytes.insert(Array("-+.eE\"\\[]{},:09".utf8).randomElement(using: &random) ?? 0, at: at)
                }
            }
            do {
                _ = try reader.decision(bytes, number: 7, kind: kinds[seed % 3])
            } catch {
                refused += 1
                #expect(!error.found.isEmpty && !error.expected.isEmpty, "seed \(seed)")
            }
        }
        #expect(refused > 1200, "\(refused) of 2,000 refused")
    }

    @Test("numbers are read to the bit, long and short ones", arguments: 0..<400 as Range<UInt64>)
    func numbers(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let number = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
        guard number.isFinite else { return }
        var scanner = LineScanner(Array("\(number)".utf8))
        #expect(try scanner.number("x").bitPattern == number.bitPattern, "\(number)")
    }
}

@Suite("Commands of policies")
struct PolicyCommandTests {
    @Test("words are parted as written, without a shell")
    func words() throws {
        let command = try PolicyCommand(#"exec:python3 'my policy.py' --x="a b" c\ d $HOME ''"#)
        #expect(command.words == ["python3", "my policy.py", "--x=a b", "c d", "$HOME", ""])
    }

    @Test("what is no command is refused", arguments: ["exec:", "exec:  ", "exec:'a", "exec:a\\", "exec:''"])
    func none(name: String) {
        #expect(throws: PolicyProcessError.self) { try PolicyCommand(name) }
    }
}
