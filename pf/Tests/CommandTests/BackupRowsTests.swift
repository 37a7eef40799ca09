import Foundation
import GRDB
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Rows of backup and of disks that are full")
struct BackupRowsTests {
    private static func golden() throws -> Home {
        let home = try Home()
        try home.saveBudgets(["2026-5"])
        try home.save("stub-avery-2026-09-15", "stub-blake-2026-09-18")
        return home
    }

    private static let flow = ["flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "jsonl"]

    @Test("Row 60: 20 backups under writes are whole; restored into an empty home they give the same flow")
    func backups() throws {
        let home = try Self.golden()
        let folder = home.work.appendingPathComponent("backups").path
        let text = try Fixtures.text("budgets/2026-5-converted.json")
        let writer = Thread {
            for index in 0..<20 {
                let changed = text.replacingOccurrences(of: "\"year\":2026", with: "\"year\":2025")
                    .replacingOccurrences(of: "520000", with: String(520_001 + index))
                guard let file = try? home.write(changed, "w.json") else { return }
                _ = try? home.run("budget-save", file, "--year", "2025")
            }
        }
        writer.start()
        let before = try home.run(Self.flow).output
        var last = ""
        for _ in 0..<20 {
            let json = try home.json("backup", folder)
            last = try #require(json["file"]?.string)
            #expect(
                try DatabaseQueue(path: last).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
                    == "ok")
        }
        while !writer.isFinished { usleep(20_000) }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.filter { $0.hasSuffix(".db") }.count == 20)
        #expect(names.filter { $0.hasSuffix(".sha256") }.count == 20)
        let mode = try FileManager.default.attributesOfItem(atPath: last)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let other = try Home()
        let restored = try other.json("backup", "--restore", last)
        #expect(restored["movedAside"]?.isNull == true)
        #expect(try other.run(Self.flow).output == before)
        // Onto a present database: that one moves aside.
        let again = try home.json("backup", "--restore", last)
        let aside = try #require(again["movedAside"]?.string)
        #expect(FileManager.default.fileExists(atPath: aside))
        #expect(try home.run(Self.flow).output == before)
    }

    @Test(
        "Row 60: a damaged backup, one without its sum and what is no database are refused; the present file stays"
    )
    func damaged() throws {
        let home = try Self.golden()
        let folder = home.work.appendingPathComponent("backups").path
        let file = try #require(home.json("backup", folder)["file"]?.string)
        let before = try home.dump()
        let good = try Data(contentsOf: URL(fileURLWithPath: file))
        var bad = good
        bad[bad.count / 2] ^= 0xFF
        try bad.write(to: URL(fileURLWithPath: file))
        #expect(try home.run("backup", "--restore", file).status == 65)
        try good.write(to: URL(fileURLWithPath: file))
        let sum = try String(contentsOfFile: file + ".sha256", encoding: .utf8)
        try FileManager.default.removeItem(atPath: file + ".sha256")
        #expect(try home.run("backup", "--restore", file).status == 65)
        // A sum that fits what is no database of pf.
        let text = try home.write("no database", "text.db")
        let shell = try CommandResult.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "sha256sum text.db > text.db.sha256"], environment: [:],
            in: home.work)
        if shell.status == 0 { #expect(try home.run("backup", "--restore", text).status == 65) }
        #expect(try home.run("backup", "--restore", home.work.path + "/nothing.db").status == 66)
        #expect(try home.dump() == before)
        try sum.write(toFile: file + ".sha256", atomically: true, encoding: .utf8)
        #expect(try home.run("backup", "--restore", file).status == 0)
        #expect(try home.run("backup").status == 64)
        #expect(try Home().run("backup", folder).status == 66)
    }

    @Test("A folder keeps the last 30 backups, and nothing that is not one is removed")
    func keeps() throws {
        let home = try Self.golden()
        let folder = home.work.appendingPathComponent("backups")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for day in 10..<42 {
            try Data().write(to: folder.appendingPathComponent("pf-200001\(day)T000000Z.db"))
            try Data().write(to: folder.appendingPathComponent("pf-200001\(day)T000000Z.db.sha256"))
        }
        try Data().write(to: folder.appendingPathComponent("mine.db"))
        #expect(try home.json("backup", folder.path)["keptCount"]?.int == 30)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix("pf-") && $0.hasSuffix(".db") }.count == 30)
        #expect(names.contains("mine.db"))
        #expect(!names.contains("pf-20000112T000000Z.db") && names.contains("pf-20000113T000000Z.db"))
    }

    @Test(
        "Row 61: a full disk while saving, fetching or backing up ends with 74; the database opens and is whole"
    )
    func fullDisk() throws {
        let home = try Self.golden()
        let server = try FakeYnabServer(home)
        let before = try home.dump(except: ["ynab_request"])
        // Files may not grow beyond 8 KiB: what a full disk does, without one.
        func full(_ arguments: String) throws -> CommandResult {
            try CommandResult.run(
                URL(fileURLWithPath: "/bin/bash"),
                ["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \(arguments)", Home.program.path],
                environment: home.environment.merging(server.environment) { $1 }.merging([
                    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? ""
                ]) { $1 }, in: home.work)
        }
        for arguments in [
            "parse-paystub \(Home.document("stub-avery-2026-08-31")) --person avery --year 2026 --save",
            "ynab-sync --since 2025-01-01", "backup backups",
        ] {
            let run = try full(arguments)
            #expect(run.status == 74, "\(arguments): \(run.status) \(run.messages)")
        }
        #expect(try home.dump(except: ["ynab_request"]) == before)
        #expect(try home.integrity() == "ok")
        let left = (try? FileManager.default.contentsOfDirectory(atPath: home.work.path + "/backups")) ?? []
        #expect(left.filter { $0.hasSuffix(".db") }.isEmpty)
        #expect(
            try home.run(
                "parse-paystub", Home.document("stub-avery-2026-08-31"), "--person", "avery", "--year",
                "2026", "--save"
            ).status == 0)
    }

    @Test("Row 62: a database of a newer migration is refused by every command with 78")
    func newer() throws {
        let home = try Self.golden()
        let folder = home.work.appendingPathComponent("backups").path
        let file = try #require(home.json("backup", folder)["file"]?.string)
        try DatabaseQueue(path: home.database).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations(identifier) VALUES ('2999')")
        }
        for arguments in [Self.flow, ["documents"], ["budget-list"], ["backup", folder]] {
            #expect(try home.run(arguments).status == 78, "\(arguments)")
        }
        #expect(try home.run("backup", "--restore", file).status == 0)
        #expect(try home.run(Self.flow).status == 0)
    }
}
