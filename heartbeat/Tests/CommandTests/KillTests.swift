import Foundation
import HeartbeatTesting
import KitTesting
import Ledger
import Testing

@Suite("Row 8: kill -9")
struct KillTests {
    /// Gateways at a time: they mostly wait.
    private static let laneCount = 6
    private static let killsPerLane = 50
    /// A minute of the tasks in real seconds is 60 / rate.
    private static let rate = 40.0
    private static let start = 1_780_272_000

    @Test(
        "row 8: 300 kills at random moments: one row a slot, and the messages of an undisturbed run",
        .timeLimit(.minutes(5)))
    func kills() async throws {
        let failures = await withTaskGroup(of: [String].self) { group in
            for lane in 0..<Self.laneCount {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        // Threads of their own: those of the pool are few, and these block.
                        Thread.detachNewThread {
                            do {
                                continuation.resume(returning: try Self.lane(UInt64(lane)))
                            } catch {
                                continuation.resume(returning: ["lane \(lane): \(error)"])
                            }
                        }
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(failures == [])
    }

    private static func home(_ sink: Sink) throws -> Home {
        try Home(
            """
            ---
            tz: UTC
            catchup: 1d
            ---
            ## Hook
            - every: 1m
            - missed: all:1000
            - route: hook
            - say: always
            x
            ## Note
            - every: 1m
            - missed: all:1000
            - route: out
            - say: always
            x
            """,
            """
            [routes.hook]
            kind = "webhook"
            url = "\(sink.url)/hook"
            ttl = "2d"
            [routes.out]
            kind = "file"
            path = "out"
            ttl = "2d"
            [routes.alarms]
            kind = "file"
            path = "alarms"
            [alarm]
            routes = ["alarms"]
            grace = "1d"
            """, agent: ["echo", "hello"])
    }

    /// Many kills of one gateway, an end in peace, and what is wrong afterwards.
    private static func lane(_ lane: UInt64) throws -> [String] {
        var random = SplitMix64(seed: lane)
        let sink = try Sink()
        let home = try home(sink)
        let clock = ["HEARTBEAT_CLOCK": "\(Self.text(start)),\(Date().timeIntervalSince1970),\(rate)"]
        for _ in 0..<killsPerLane {
            let process = try home.start(environment: clock)
            usleep(UInt32.random(in: 10_000...700_000, using: &random))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        // In peace: until nothing is on its way any more.
        let process = try home.start(environment: clock)
        let isCalm = try Home.wait(30) {
            usleep(1_500_000)
            return try middleStates(home) == 0
        }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        let ledger = try Ledger(readingFrom: home.path("state/ledger.sqlite"))
        let slots = try ledger.slots(task: nil, limit: 100_000)
        var wrong: [String] =
            isCalm && process.terminationStatus == 0 ? [] : ["no calm end: \(process.terminationStatus)"]
        if try ledger.integrity() != "ok" { wrong.append("the ledger is damaged") }
        if try middleStates(home) != 0 { wrong.append("rows in a middle state") }
        // An undisturbed run is one pass over the same minutes.
        let calmSink = try Sink()
        let calm = try Self.home(calmSink)
        let dues = slots.map(\.due)
        guard let first = dues.min(), let last = dues.max() else { return ["lane \(lane): no slot"] }
        try calm.tick(text(first))
        try calm.tick(text(last))
        let minutes = Set(stride(from: first, through: last, by: 60))
        for task in ["hook", "note"]
        where slots.filter({ $0.task == task }).map(\.due).sorted() != minutes.sorted() {
            wrong.append(
                "slots of \(task) are not the minutes from \(text(first)) to \(text(last)), once each")
        }
        // Whoever is interrupted twice has failed, and says so by the alarm road instead.
        let twice = slots.filter { $0.state == .failed }
        if twice.contains(where: { $0.attempt != 2 || $0.reason != Ledger.interrupted }) {
            wrong.append("\(twice)")
        }
        if !twice.isEmpty, !home.text("alarms").contains("interrupted") {
            wrong.append("failed without an alarm")
        }
        let lost = Set(twice.map { "\($0.task) \(text($0.due))" })
        let keys = try ids(calm, calmSink)
        let found = try ids(home, sink)
        let expected = keys.filter { !lost.contains($0.key) }
        if found != expected {
            wrong.append(
                "missing \(expected.keys.filter { found[$0] == nil }), more \(found.keys.filter { expected[$0] == nil })"
            )
        }
        print(
            "row 8: lane \(lane): \(slots.count) slots, \(found.count) messages, interrupted twice: \(lost.count)"
        )
        return wrong.map { "lane \(lane): \($0)" }
    }

    /// Ids of the beats that arrived, by task and slot; canaries and lines of greeting are not slots.
    private static func ids(_ home: Home, _ sink: Sink) throws -> [String: String] {
        var ids: [String: String] = [:]
        for line in try home.lines("out") where line["task"] as? String == "note" {
            ids["note \(line["due"] as? String ?? "")"] = line["id"] as? String
        }
        let known = try Ledger(readingFrom: home.path("state/ledger.sqlite")).messages(.done)
        for key in try sink.seen("hook", "key") {
            guard let message = known.first(where: { $0.id == key }) else {
                ids["hook ?"] = key
                continue
            }
            if message.kind == .beat { ids["hook \(text(message.due))"] = key }
        }
        return ids
    }

    private static func middleStates(_ home: Home) throws -> Int {
        let ledger = try Ledger(readingFrom: home.path("state/ledger.sqlite"))
        let slots = try ledger.slots(task: nil, limit: 100_000).count { [.due, .running].contains($0.state) }
        return try slots + ledger.messages(.sending).count + ledger.messages(.pending).count
    }

    private static func text(_ seconds: Int) -> String {
        ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(seconds)))
    }
}
