import Foundation
import GRDB
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Flows by the command")
struct FlowRowsTests {
    static let asOf = ["--year", "2026", "--as-of", "2026-09-18", "--format", "jsonl"]

    /// The household of 2026 as the golden files have it.
    static func household2026(
        _ stubs: [String] = ReviewRowsTests.stubs2026, budgets: [String] = (1...5).map { "2026-\($0)" }
    ) throws -> Home {
        let home = try Home()
        try home.saveBudgets(budgets)
        for run in try home.save(stubs) { try #require(run.status == 0, "\(run.messages)") }
        try sync(home)
        return home
    }

    private static func sync(_ home: Home) throws {
        let server = try FakeYnabServer(home)
        _ = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
    }

    @Test(
        "Row 33: the flow of 2026 is the golden file in any order of saving, under any locale and time zone",
        arguments: [false, true])
    func flow2026(isReversed: Bool) throws {
        let stubs = ReviewRowsTests.stubs2026
        let home = try Self.household2026(isReversed ? stubs.reversed() : stubs)
        let golden = try Fixtures.text("golden/flow-2026.jsonl")
        for environment in [
            [:], ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"], ["TZ": "Pacific/Kiritimati"],
            ["LC_ALL": "de_DE.UTF-8", "TZ": "Pacific/Pago_Pago"],
        ] {
            let run = try home.run(["flow"] + Self.asOf, environment: environment)
            #expect(run.status == 0)
            #expect(run.output == golden, "\(environment)")
        }
    }

    @Test("Row 34: the converted budget as version 5 gives the same flow")
    func convertedBudget() throws {
        let home = try Self.household2026(budgets: (1...4).map { "2026-\($0)" } + ["2026-5-converted"])
        #expect(try home.run(["flow"] + Self.asOf).output == (try Fixtures.text("golden/flow-2026.jsonl")))
    }

    @Test("Row 35: several W-2s and employers; one earner without documents")
    func otherFlows() throws {
        let home = try Home()
        try home.saveBudgets(["2025-1"])
        try home.save(
            "w2-avery-2025", "w2-blake-2025-harbor", "w2-blake-2025-northwind", "stub-avery-2025-12-31")
        try Self.sync(home)
        let run = try home.run("flow", "--year", "2025", "--as-of", "2025-12-31", "--format", "jsonl")
        #expect(run.output == (try Fixtures.text("golden/flow-2025.jsonl")))
        let avery = try Self.household2026(ReviewRowsTests.stubs2026.filter { $0.contains("avery") })
        #expect(
            try avery.run(["flow"] + Self.asOf).output
                == (try Fixtures.text("golden/flow-2026-only-avery.jsonl")))
    }

    @Test("Row 36: the former program differs in three kinds only; a cent is unexplained")
    func compares() throws {
        let home = try Home()
        let (former, now) = (
            Fixtures.path("golden/flow-2026-former.jsonl"), Fixtures.path("golden/flow-2026.jsonl")
        )
        let run = try home.run("flow-compare", former, now)
        #expect(run.status == 0)
        #expect(run.output == (try Fixtures.text("golden/compare-2026.json")))
        let text = try Fixtures.text("golden/flow-2026.jsonl")
        for line in text.split(separator: "\n") where line.contains("\"planCents\":720000") {
            let changed = line.replacing("\"planCents\":720000", with: "\"planCents\":720001")
            let file = try home.write(text.replacing(line, with: changed), "changed.jsonl")
            let other = try home.json("flow-compare", former, file, exit: 4)
            #expect(other["verdict"]?.string == "unexplained")
        }
        #expect(try home.json("flow-compare", now, now)["verdict"]?.string == "identical")
        #expect(try home.run("flow-compare", now, try home.write("{}\n", "odd.jsonl")).status == 65)
        #expect(try home.run("flow-compare", now, "/missing").status == 66)
    }

    @Test("Row 37: figures computed by hand")
    func byHand() throws {
        let home = try Self.household2026()
        let flow = try home.json("flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "json")
        func figures(_ id: String) -> [Int?] {
            let line = flow["lines"]?.array?.first { $0["id"]?.string == id }
            return ["planCents", "actualCents", "projectedCents"].map { line?[$0]?.int }
        }
        #expect(figures("tax.additional_medicare.avery") == [66787, 11308, 75787])
        #expect(figures("tax.social_security.avery") == [1_143_900, 1_143_900, 1_143_900])
        #expect(figures("saving.401k.avery")[2] == 2_450_000)
        let limited = flow["lines"]?.array?.first { $0["id"]?.string == "saving.401k.avery" }
        #expect(limited?["flags"]?.array?.first?.string == "limit")
    }

    @Test("Row 38: the parts of federal tax are both stubs, and add up to the line")
    func explains() throws {
        let home = try Self.household2026()
        let told = try home.json(
            "flow", "--year", "2026", "--as-of", "2026-09-18", "--explain", "tax.federal")
        let parts = told["parts"]?.array ?? []
        for column in ["plan", "actual", "projected"] {
            let sum = parts.filter { $0["column"]?.string == column }.compactMap { $0["cents"]?.int }.reduce(
                0, +)
            #expect(sum == told.at("line", "\(column)Cents")?.int)
        }
        #expect(Set(parts.compactMap { $0["documentSha256"]?.string }).count == 2)
        #expect(parts.compactMap { $0["payDatesLeft"]?.int } == [7, 7])
        #expect(parts.compactMap { $0.at("parameters", 0)?.string }.allSatisfy { $0.contains("= 0.22") })
        let unknown = try home.run("flow", "--year", "2026", "--explain", "tax.nothing")
        #expect(unknown.status == 65)
    }

    @Test("Row 39: a December stub that differs from the W-2 by 12.00 is in conflict; the W-2 counts")
    func conflicts() throws {
        let home = try Home()
        try home.saveBudgets(["2025-1"])
        try home.save("w2-avery-2025")
        let stub = Home.document("stub-avery-2025-12-31")
        _ = try home.json("parse-paystub", stub, "--person", "avery", "--year", "2025", "--save")
        // The same stub with 12.00 more withheld since January, as another employer's program would print it.
        try Self.raiseFederalTax(home, byCents: 1200)
        let flow = try home.json("flow", "--year", "2025", "--as-of", "2025-12-31", "--format", "json")
        let line = try #require(flow["lines"]?.array?.first { $0["id"]?.string == "tax.federal" })
        #expect(line["flags"]?.array?.first?.string == "conflict")
        #expect(line["actualCents"]?.int == 4_521_034)
        let differences = try home.json("reconcile", "--year", "2025", "--as-of", "2025-12-31", exit: 4)
        let told = differences["w2"]?.array?.first { $0["id"]?.string == "tax.federal" }
        #expect(told?["status"]?.string == "differs")
    }

    /// Changes a stored stub: what its PDF would say.
    private static func raiseFederalTax(_ home: Home, byCents cents: Int) throws {
        try DatabaseQueue(path: home.database).write { database in
            let content = try String.fetchOne(
                database, sql: "SELECT content FROM document WHERE kind = 'paystub'")
            let stub = try JSONParser.parse(try #require(content))
            let lines = stub["lines"]?.array ?? []
            let index = try #require(lines.firstIndex { $0["label"]?.string == "Federal Income Tax" })
            let raised = try #require(lines[index]["ytdCents"]?.int) + cents
            try database.execute(
                sql: "UPDATE document SET content = json_set(content, ?, ?) WHERE kind = 'paystub'",
                arguments: ["$.lines[\(index)].ytdCents", raised])
        }
    }

    @Test("The table, the CSV and one column are for people; a null is -, a zero 0.00")
    func printsTable() throws {
        let home = try Self.household2026()
        let table = try home.run("flow", "--year", "2026", "--as-of", "2026-09-18").output
        #expect(table.contains("Social Security (Avery)"))
        #expect(table.contains("11439.00"))
        let column = try home.run("flow", "--year", "2026", "--as-of", "2026-09-18", "--column", "plan")
            .output
        #expect(!column.contains("projected"))
        let csv = try home.run("flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "csv").output
        #expect(csv.hasPrefix("id,section,label,earner,planCents,actualCents,projectedCents"))
        #expect(try home.run("flow", "--year", "2026", "--as-of", "2026-02-30").status == 64)
        #expect(try home.run("flow", "--year", "2025").status == 66)
    }
}
