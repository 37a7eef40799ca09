import Foundation
import GRDB
import JSONText
import KitTesting
import PfTesting
import Testing

/// The program killed by -9 at random moments: each write is whole or not there at all.
@Suite("Killed while writing", .serialized)
struct KillTests {
    private static let stubs = [
        "stub-avery-2026-07-31", "stub-avery-2026-08-31", "stub-avery-2026-09-15", "encrypted-owner",
    ]
    private static let saving =
        ["parse-paystub"] + stubs.map { Home.document($0) } + [
            "--person", "avery", "--year", "2026", "--save",
        ]

    /// Starts a run and kills it after so many microseconds; whether it was still running then.
    private func kill(_ home: Home, _ arguments: [String], environment: [String: String] = [:], after: UInt32)
        throws -> Bool
    {
        let process = CommandResult.process(
            Home.program, arguments, environment: home.environment.merging(environment) { $1 }, in: home.work)
        try CommandResult.start(process)
        usleep(after)
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal
    }

    /// How long a run to the end takes, in microseconds, and how it ended.
    private func measure(
        _ home: Home, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> (duration: Double, status: Int32) {
        let start = ContinuousClock.now
        let run = try home.run(arguments, environment: environment)
        let seconds = (ContinuousClock.now - start).components
        return (Double(seconds.seconds) * 1e6 + Double(seconds.attoseconds) / 1e12, run.status)
    }

    /// When to kill a run: a random part of how long runs take, which other work on the machine changes all the time.
    private struct KillMoments {
        /// How long a run is thought to take, in microseconds.
        var duration: Double
        /// The part of it that is left alone at the beginning.
        var spared = 0.0
        var random: SplitMix64
        /// Runs that were killed before their end, and all runs.
        private(set) var killCount = 0
        private(set) var runCount = 0

        init(_ duration: Double, spared: Double = 0, seed: UInt64) {
            (self.duration, self.spared, random) = (duration, spared, SplitMix64(seed: seed))
        }

        mutating func next() -> UInt32 {
            UInt32(Double.random(in: spared * duration...duration, using: &random))
        }

        /// A run that ended by itself took no longer than its moment; one that was killed may have taken longer.
        mutating func note(wasKilled: Bool, at moment: UInt32) {
            runCount += 1
            killCount += wasKilled ? 1 : 0
            duration = wasKilled ? duration * 1.05 : min(duration, Double(moment))
        }
    }

    /// Hash and status of the documents, and how many rows the audit has.
    private func state(_ home: Home) throws -> (documents: [String], audits: Int) {
        guard FileManager.default.fileExists(atPath: home.database) else { return ([], 0) }
        return try DatabaseQueue(path: home.database).read { database in
            guard try database.tableExists("audit") else { return ([], 0) }
            let rows = try Row.fetchAll(
                database, sql: "SELECT sha256, status, content FROM document ORDER BY id")
            let audits = try Int.fetchOne(database, sql: "SELECT count(*) FROM audit") ?? 0
            return (rows.map { "\($0)" }, audits)
        }
    }

    @Test("Row 16: 20 kills while four stubs are saved: each is wholly there or not at all")
    func saves() throws {
        let whole = try Home()
        let (duration, status) = try measure(whole, Self.saving)
        #expect(status == 3)
        let all = try state(whole).documents
        #expect(all.count == 4)
        var moments = KillMoments(duration, seed: 16)
        var partial = 0
        while moments.killCount < 20 && moments.runCount < 100 {
            let home = try Home()
            let moment = moments.next()
            moments.note(wasKilled: try kill(home, Self.saving, after: moment), at: moment)
            let found = try state(home)
            #expect(found.documents == Array(all.prefix(found.documents.count)), "after \(moment) us")
            #expect(found.audits == found.documents.count)
            if FileManager.default.fileExists(atPath: home.database) { #expect(try home.integrity() == "ok") }
            if (1..<4).contains(found.documents.count) { partial += 1 }
            // The same command goes on where the kill left it.
            let again = try home.run(Self.saving)
            #expect(again.status == (found.documents.count == 4 ? 0 : 3), "\(again.messages)")
            #expect(try state(home).documents == all, "after \(moment) us")
        }
        print(
            "killed while saving: \(moments.killCount) of \(moments.runCount) runs, \(partial) between two files"
        )
        #expect(moments.killCount == 20)
    }

    @Test("Row 32: 10 kills while a sync writes: rows and knowledge are both old or both new")
    func syncs() throws {
        let fresh = try Home()
        let fixture = try Self.largeDelta(fresh)
        let server = try FakeYnabServer(fresh, fixture: fixture)
        _ = try fresh.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        let later = try FakeYnabServer(fresh, fixture: fixture, "--delta")
        let old = try rowsAndKnowledge(fresh)
        let whole = try copy(fresh)
        let (duration, status) = try measure(whole, ["ynab-sync"], environment: later.environment)
        #expect(status == 0)
        let new = try rowsAndKnowledge(whole)
        #expect(old != new)
        // The writing is the last part of a sync.
        var moments = KillMoments(duration, spared: 0.4, seed: 32)
        while moments.killCount < 10 && moments.runCount < 60 {
            let home = try copy(fresh)
            let moment = moments.next()
            let wasKilled = try kill(home, ["ynab-sync"], environment: later.environment, after: moment)
            moments.note(wasKilled: wasKilled, at: moment)
            let found = try rowsAndKnowledge(home)
            #expect(found == old || found == new, "after \(moment) us")
            #expect(try home.integrity() == "ok")
            #expect(try home.run("ynab-sync", environment: later.environment).status == 0)
            #expect(try rowsAndKnowledge(home).dropLast() == new.dropLast())
        }
        print("killed while syncing: \(moments.killCount) of \(moments.runCount) runs")
        #expect(moments.killCount == 10)
    }

    private func copy(_ home: Home) throws -> Home {
        let copy = try Home()
        try FileManager.default.copyItem(at: home.folder, to: copy.folder)
        return copy
    }

    private func rowsAndKnowledge(_ home: Home) throws -> [Int] {
        try DatabaseQueue(path: home.database).read { database in
            [
                try Int.fetchOne(database, sql: "SELECT count(*) FROM ynab_transaction WHERE deleted = 0")
                    ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM ynab_subtransaction") ?? 0,
                try Int.fetchOne(
                    database, sql: "SELECT knowledge FROM ynab_sync WHERE resource = 'transactions'") ?? 0,
                try Int.fetchOne(database, sql: "SELECT count(*) FROM audit WHERE action = 'ynab.sync'") ?? 0,
            ]
        }
    }

    /// The fixtures of YNAB with a delta so large that its writing takes a while.
    private static func largeDelta(_ home: Home) throws -> String {
        let folder = home.work.appendingPathComponent("ynab")
        try FileManager.default.copyItem(atPath: Fixtures.path("ynab"), toPath: folder.path)
        let file = folder.appendingPathComponent("transactions-delta.json")
        let delta = try JSONParser.parse(try String(contentsOf: file, encoding: .utf8))
        let rows = delta.at("data", "transactions")?.array ?? []
        guard case .object(let pattern)? = rows.first?.json else { throw CocoaError(.formatting) }
        let many = (0..<2_000).map { index -> JSON in
            var row = pattern
            row["id"] = .string("t-new-\(index)")
            row["deleted"] = .bool(false)
            return .object(row)
        }
        let data = JSON.object([
            "transactions": .array(rows.map(\.json) + many), "server_knowledge": .int(107),
        ])
        try JSON.object(["data": data]).text.write(to: file, atomically: true, encoding: .utf8)
        return folder.path
    }
}
