import Foundation
import GRDB
import Household
import KitTesting
import Money
import Store
import Testing
import Ynab

/// A store in a folder of its own.
private final class Place: Sendable {
    let folder: URL
    var path: String { folder.appendingPathComponent("home/pf.db").path }

    init() throws { folder = try TemporaryFolder.make("store") }
    deinit { try? FileManager.default.removeItem(at: folder) }
}

@Suite("The database")
struct StoreTests {
    private static let stamp = Store.Stamp(at: "2026-09-18T12:00:00Z", actor: "tester")

    private static func stub(_ day: String, net: Int = 100, sha256: String) throws -> ParsedDocument {
        let stub = Paystub(
            employer: "Mill", payDate: try #require(CalendarDay(day)),
            lines: [
                PaystubLine(
                    section: .earnings, label: "Regular", rawLabel: "Regular", currentCents: net,
                    ytdCents: net)
            ], grossCents: net, grossYtdCents: net, netCents: net, netYtdCents: net)
        return ParsedDocument(content: .paystub(stub), findings: [], sha256: sha256)
    }

    @Test(
        "A missing database is told when it is read, and made with permissions of its own when it is written")
    func opens() throws {
        let place = try Place()
        #expect(throws: StoreError.missing(path: place.path)) { try Store.read(place.path) }
        _ = try Store.write(place.path)
        let folder = URL(fileURLWithPath: place.path).deletingLastPathComponent().path
        let modes = try [folder, place.path].map {
            try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
        }
        #expect(modes == [0o700, 0o600])
        #expect(try Store.read(place.path).documents().isEmpty)
    }

    @Test(
        "A file that a killed command left empty is no database yet: reading says missing, writing makes it")
    func completes() throws {
        let place = try Place()
        let folder = URL(fileURLWithPath: place.path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: place.path))
        #expect(throws: StoreError.missing(path: place.path)) { try Store.read(place.path) }
        _ = try Store.write(place.path)
        #expect(try Store.read(place.path).documents().isEmpty)
    }

    @Test("A file that is no database, and one of a newer program, are told as what they are")
    func refusesOtherFiles() throws {
        let place = try Place()
        let other = place.folder.appendingPathComponent("other.db")
        try "no database, but long enough to be taken for one by its size".write(
            to: other, atomically: true, encoding: .utf8)
        #expect(throws: StoreError.self) { try Store.read(other.path) }
        #expect(throws: StoreError.self) { try Store.write(other.path) }
        _ = try Store.write(place.path)
        try DatabaseQueue(path: place.path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99')")
        }
        #expect(throws: StoreError.newer(path: place.path)) { try Store.read(place.path) }
        #expect(throws: StoreError.newer(path: place.path)) { try Store.write(place.path) }
    }

    @Test("Audit rows and budget versions can be neither changed nor deleted")
    func keepsHistory() throws {
        let place = try Place()
        _ = try Store.write(place.path).save(
            try Self.stub("2026-09-15", sha256: "a"), earner: "avery", Self.stamp)
        for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
            #expect(throws: DatabaseError.self) {
                try DatabaseQueue(path: place.path).write { try $0.execute(sql: sql) }
            }
        }
        let queue = try DatabaseQueue(path: place.path)
        try queue.write {
            try $0.execute(
                sql: "INSERT INTO budget_version VALUES (2026, 1, 2, '{}', '{}', 'x', NULL, NULL, 'now')")
        }
        for sql in ["UPDATE budget_version SET note = 'x'", "DELETE FROM budget_version"] {
            #expect(throws: DatabaseError.self) { try queue.write { try $0.execute(sql: sql) } }
        }
        #expect(throws: DatabaseError.self) {
            try queue.write {
                try $0.execute(
                    sql:
                        "INSERT INTO budget_version VALUES (2026, 2, 2, 'no json', '{}', 'x', NULL, NULL, 'now')"
                )
            }
        }
    }

    @Test("The differing fields of two versions of a stub are named")
    func namesDifferences() throws {
        let place = try Place()
        let store = try Store.write(place.path)
        _ = try store.save(try Self.stub("2026-09-15", sha256: "a"), earner: "avery", Self.stamp)
        guard
            case .stored(let other) = try store.save(
                try Self.stub("2026-09-15", net: 101, sha256: "b"), earner: "avery", Self.stamp)
        else {
            Issue.record("it is no duplicate")
            return
        }
        #expect(other.status == .needsReview)
        #expect(other.supersedes == 1)
        #expect(other.findings.first?.message.contains("netCents") == true)
        // Another day, and the same day of another person, are other stubs.
        for (day, earner, sha256) in [("2026-09-30", "avery", "c"), ("2026-09-15", "blake", "d")] {
            guard
                case .stored(let document) = try store.save(
                    try Self.stub(day, sha256: sha256), earner: earner, Self.stamp)
            else { continue }
            #expect(document.status == .accepted)
        }
    }

    @Test("While another command writes, a writer waits 5 s and is then told to come again")
    func waits() throws {
        let place = try Place()
        _ = try Store.write(place.path)
        let other = try DatabaseQueue(path: place.path)
        try other.writeWithoutTransaction { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            let start = ContinuousClock.now
            #expect(throws: StoreError.busy(path: place.path)) {
                try Store.write(place.path).save(
                    try Self.stub("2026-09-15", sha256: "a"), earner: "a", Self.stamp)
            }
            #expect(ContinuousClock.now - start >= .seconds(4))
            // Readers are not held up.
            #expect(try Store.read(place.path).documents().isEmpty)
            try database.execute(sql: "ROLLBACK")
        }
    }

    @Test("A folder that cannot be written, and a full disk, leave what was there")
    func survivesFullDisk() throws {
        #expect(throws: StoreError.self) { try Store.write("/proc/pf/pf.db") }
        let place = try Place()
        let store = try Store.write(place.path)
        _ = try store.save(try Self.stub("2026-09-15", sha256: "a"), earner: "avery", Self.stamp)
        // A database that may not grow is a disk that is full.
        let queue = try DatabaseQueue(path: place.path)
        try queue.writeWithoutTransaction { database in
            let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            try database.execute(sql: "PRAGMA max_page_count = \(pages)")
            #expect(throws: DatabaseError.self) {
                try database.execute(
                    sql:
                        "INSERT INTO document SELECT 2, 'b', kind, status, earner, employer, tax_year, pay_day, "
                        + "json_insert(content, '$.x', hex(zeroblob(100000))), findings, NULL, created_at FROM document"
                )
            }
        }
        #expect(try store.documents().count == 1)
        #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test("The hour's limit counts what was sent in the last 3,600 s, and tells when to come again")
    func countsRequests() throws {
        let store = try Store.write(try Place().path)
        try store.countRequests(Store.requestLimit, now: 1_000_000)
        #expect(throws: StoreError.rateLimit(limit: 180, retryAfterSeconds: 3_000)) {
            try store.countRequests(1, now: 1_000_600)
        }
        #expect(throws: StoreError.self) { try store.requireRequests(1, now: 1_003_599) }
        try store.countRequests(1, now: 1_003_600)
    }
}
