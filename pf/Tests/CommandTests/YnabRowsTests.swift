import FakeYnab
import Foundation
import GRDB
import JSONText
import KitTesting
import Money
import PfTesting
import Testing

@Suite("YNAB by the command")
struct YnabRowsTests {
    @Test("Row 25: plans; a sync fetches all, the next one only what changed, with the token in the header")
    func syncs() throws {
        let home = try Home()
        let server = try FakeYnabServer(home)
        let plans = try home.json("ynab-plans", environment: server.environment)
        #expect(plans.at(0, "name")?.string == "Home")
        let first = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        #expect(first["inserted"]?.int == 82)
        #expect(first["status"]?.string == "full")
        let second = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        #expect(["inserted", "updated", "deleted"].map { second[$0]?.int } == [0, 0, 0])
        #expect(server.requests.suffix(3).allSatisfy { $0.contains("last_knowledge_of_server=100") })
        #expect(server.requests.allSatisfy { $0.hasSuffix("with token") && !$0.contains("secret") })
        let files = try FileManager.default.contentsOfDirectory(
            at: home.folder, includingPropertiesForKeys: nil)
        for file in files {
            #expect(try Data(contentsOf: file).range(of: Data("secret-token".utf8)) == nil)
        }
    }

    @Test("Row 26: a delta updates, deletes and inserts one row each; the flow is the golden file")
    func appliesDelta() throws {
        let home = try FlowRowsTests.household2026()
        let server = try FakeYnabServer(home, "--delta")
        let delta = try home.json("ynab-sync", environment: server.environment)
        #expect(["inserted", "updated", "deleted"].map { delta[$0]?.int } == [1, 1, 1])
        #expect(delta["status"]?.string == "delta")
        let flow = try home.run("flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "jsonl")
        #expect(flow.output == (try Fixtures.text("golden/flow-2026-after-delta.jsonl")))
    }

    @Test("Row 27: rows of June 2025 are there, because since_date is always sent")
    func sendsSince() throws {
        let home = try Home()
        let server = try FakeYnabServer(home, "--clock", "2026-09-18")
        let synced = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        let sent = server.requests.filter { $0.contains("/transactions") }
        #expect(!sent.isEmpty && sent.allSatisfy { $0.contains("since_date=2025-01-01") })
        #expect(try days(home).contains { $0.hasPrefix("2025-06") })
        // Without the date the same server leaves them out: the row would be missing.
        let day = try #require(CalendarDay("2026-09-18"))
        let answers = FakeAnswers(folder: Fixtures.path("ynab"), clock: day, hasDelta: false)
        let silent = answers.answer(path: "/v1/plans/x/transactions", query: [:])
        let rows = try JSONParser.parse(silent.body).at("data", "transactions")?.array ?? []
        #expect(!rows.isEmpty && rows.count < synced["inserted"]?.int ?? 0)
        #expect(!rows.contains { $0["date"]?.string?.hasPrefix("2025-06") == true })
    }

    @Test("A year that the last sync does not wholly know is told; the next sync can reach further back")
    func tellsUnknownDays() throws {
        let home = try Home()
        let server = try FakeYnabServer(home)
        _ = try home.json("ynab-sync", "--since", "2026-03-01", environment: server.environment)
        let part = try home.run("ynab-spending", "--year", "2026", "--as-of", "2026-09-18")
        #expect(part.status == 0)
        #expect(part.messages.contains("since 2026-03-01 only"))
        let whole = try home.json("ynab-sync", "--since", "2026-01-01", environment: server.environment)
        #expect(whole["status"]?.string == "full")
        let all = try home.run("ynab-spending", "--year", "2026", "--as-of", "2026-09-18")
        #expect(all.messages.isEmpty)
        #expect(all.output.contains("2844153") && !part.output.contains("2844153"))
    }

    private func days(_ home: Home) throws -> [String] {
        try DatabaseQueue(path: home.database).read {
            try String.fetchAll($0, sql: "SELECT day FROM ynab_transaction")
        }
    }

    @Test(
        "Row 28: each fault ends as it should, and a sync that fails stores nothing but its requests",
        arguments: [
            ("401", 77, 1, "token"), ("403", 77, 1, "token"), ("429", 75, 1, "429"),
            ("503,503", 0, 5, ""), ("503,503,503,503", 69, 4, "503"), ("cut", 69, 4, "network"),
            ("type", 65, 1, "no JSON"), ("404.2", 65, 1, "PF_YNAB_RESOURCE"), ("delay", 0, 3, ""),
            ("ok,ok,type", 65, 3, "no JSON"),
        ])
    func faults(faults: String, status: Int32, requests: Int, message: String) throws {
        let home = try Home()
        let plan = "11111111-2222-4333-8444-000000000001"
        try home.saveBudgets(["2026-1"])
        let before = try home.dump(except: ["ynab_request"])
        // A body that is cut ends as an error of the network, which is tried again: it is cut each time.
        let server = try FakeYnabServer(home, "--faults", faults == "cut" ? "cut,cut,cut,cut" : faults)
        let run = try home.run("ynab-sync", "--plan", plan, environment: server.environment)
        #expect(run.status == status, "\(run.messages)")
        #expect(server.requests.count == requests)
        #expect(message.isEmpty || run.messages.contains(message))
        #expect(!(run.messages + run.output).contains("secret-token"))
        if status != 0 { #expect(try home.dump(except: ["ynab_request"]) == before) }
    }

    @Test("A server that knows less than before is read anew; a plan of several must be chosen")
    func readsAnew() throws {
        let home = try Home()
        let server = try FakeYnabServer(home, "--faults", "ok,ok,ok,ok,behind,behind,behind")
        _ = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        let again = try home.json("ynab-sync", environment: server.environment)
        #expect(again["status"]?.string == "full")
        #expect(try days(home).count == 82)
    }

    @Test("Row 29: the 181st request of an hour is refused before anything is sent")
    func keepsLimit() throws {
        let home = try Home()
        let server = try FakeYnabServer(home)
        _ = try home.json("ynab-plans", environment: server.environment)
        let now = Int(Date().timeIntervalSince1970)
        try DatabaseQueue(path: home.database).write { database in
            for index in 0..<178 {
                try database.execute(sql: "INSERT INTO ynab_request(at) VALUES (?)", arguments: [now - index])
            }
            // Older than an hour: it does not count.
            try database.execute(sql: "INSERT INTO ynab_request(at) VALUES (?)", arguments: [now - 3601])
        }
        #expect(try home.run("ynab-plans", environment: server.environment).status == 0)
        #expect(server.requests.count == 2)
        let refused = try home.run("ynab-plans", environment: server.environment)
        #expect(refused.status == 75)
        #expect(refused.messages.contains("180 requests"))
        let sync = try home.run("ynab-sync", environment: server.environment)
        #expect(sync.status == 75)
        #expect(server.requests.count == 2)
    }

    @Test("Row 30: spending by group; refunds lower their own group")
    func sumsSpending() throws {
        let home = try Home()
        let server = try FakeYnabServer(home)
        _ = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        let list = try home.json("ynab-spending", "--year", "2026", "--as-of", "2026-09-18").array ?? []
        let sums = list.map { "\($0["group"]?.string ?? "") \($0["spentCents"]?.int ?? 0)" }
        #expect(
            sums == [
                "Hidden Stuff 4567", "P0 Expenses 2844153", "P1 Living 216487", "Savings Goals 720000",
                "Travel -17955", "Uncategorized 999",
            ])
        for key in ["category", "month", "payee"] {
            let rows = try home.json("ynab-spending", "--year", "2026", "--by", key, "--as-of", "2026-09-18")
                .array
            let total = (rows ?? []).compactMap { $0["spentCents"]?.int }.reduce(0, +)
            #expect(total == 2_844_153 + 216_487 - 17_955 + 4_567 + 999 + 720_000, "\(key)")
        }
    }

    @Test("Row 31: inflows with their claw-back; what is excluded has its rule")
    func explainsInflows() throws {
        let home = try Home()
        let server = try FakeYnabServer(home)
        _ = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
        let inflows = try home.json("ynab-inflows", "--year", "2026", "--explain")
        let rules = Set((inflows["excluded"]?.array ?? []).compactMap { $0["excludedBy"]?.string })
        #expect(rules.isSuperset(of: ["housekeeping", "transfer", "trackingAccount"]), "\(rules)")
        #expect((inflows["excluded"]?.array ?? []).allSatisfy { $0["excludedBy"]?.string != nil })
        let interest = inflows["payees"]?.array?.first { $0["payee"]?.string?.contains("Interest") == true }
        #expect(interest?["inflowCents"]?.int == 1702)
        let rows = (inflows["rows"]?.array ?? []).filter { $0["payee"]?.string == interest?["payee"]?.string }
        #expect(rows.contains { ($0["milliunits"]?.int ?? 0) < 0 } && rows.count > 1)
    }

    @Test("A tenth of a cent stops what adds its row up, and nothing else")
    func refusesFraction() throws {
        let home = try FlowRowsTests.household2026()
        // The row of 21 September is -77.777 dollars of spending.
        for command in [["ynab-spending"], ["flow"]] {
            let run = try home.run(command + ["--year", "2026", "--as-of", "2026-09-30"])
            #expect(run.status == 65)
            #expect(run.messages.contains("-77777 milliunits"))
        }
        #expect(try home.run("ynab-inflows", "--year", "2026", "--as-of", "2026-09-30").status == 0)
    }

    @Test("Without token, with a token file that others can read, or with plain http, nothing is asked")
    func refusesSettings() throws {
        let home = try Home()
        let none = ["PF_YNAB_TOKEN": "", "PF_YNAB_TOKEN_FILE": ""]
        #expect(try home.run("ynab-plans", environment: none).status == 77)
        let file = try home.write("abc\n", "token")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let open = try home.run("ynab-plans", environment: ["PF_YNAB_TOKEN": "", "PF_YNAB_TOKEN_FILE": file])
        #expect(open.status == 77)
        #expect(open.messages.contains("chmod 600"))
        let plain = ["PF_YNAB_TOKEN": "x", "PF_YNAB_BASE": "http://example.org/v1"]
        #expect(try home.run("ynab-plans", environment: plain).status == 78)
    }
}
