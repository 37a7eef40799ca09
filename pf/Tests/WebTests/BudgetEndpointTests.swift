import Foundation
import JSONText
import PfTesting
import Store
import Testing
import WebApp

@Suite("The plan over HTTP")
struct BudgetEndpointTests {
    private static func plan(_ change: String) throws -> String {
        try Fixtures.text("budgets/2026-5-converted.json").replacingOccurrences(
            of: "\"monthlyCents\":520000", with: "\"annualCents\":\(change)")
    }

    @Test(
        "Row 50: a stale version is refused, of two at once one is stored, all that is wrong is told at once")
    func save() async throws {
        let home = try await WebHome.golden()
        let stale = await home.send(
            "PUT", "/api/budgets/2026", body: try Self.plan("6250000"), headers: [("If-Match", "\"4\"")])
        #expect(stale.status == 412)
        let (one, two) = (try Self.plan("6260000"), try Self.plan("6270000"))
        async let first = home.send("PUT", "/api/budgets/2026", body: one, headers: [("If-Match", "\"5\"")])
        async let second = home.send("PUT", "/api/budgets/2026", body: two, headers: [("If-Match", "\"5\"")])
        #expect(await [first.status, second.status].sorted() == [201, 412])
        let wrong = "{\"schemaVersion\":2,\"year\":2025,\"nme\":\"x\"}"
        for (method, path) in [("PUT", "/api/budgets/2026"), ("POST", "/api/budgets/check?year=2026")] {
            let answer = await home.send(method, path, body: wrong, headers: [("If-Match", "\"6\"")])
            #expect(answer.status == 422)
            let findings = try #require(home.json(answer)["error"]?["findings"]?.array)
            #expect(findings.count > 2)
            #expect(findings.allSatisfy { $0["line"]?.int != nil && $0["pointer"]?.string != nil })
        }
        let syntax = await home.send(
            "PUT", "/api/budgets/2026", body: "{,}", headers: [("If-Match", "\"6\"")])
        #expect(syntax.status == 422)
        #expect(try Store.read(home.database).budgets(year: 2026).count == 6)
    }

    @Test("Equal content makes no version; without If-Match nothing is written; a check writes nothing")
    func unchanged() async throws {
        let home = try await WebHome.golden()
        let same = try Fixtures.text("budgets/2026-5-converted.json")
        let answer = await home.send("PUT", "/api/budgets/2026", body: same, headers: [("If-Match", "\"5\"")])
        #expect(answer.status == 200)
        #expect(try home.json(answer)["status"]?.string == "unchanged")
        #expect(await home.send("PUT", "/api/budgets/2026", body: same).status == 428)
        #expect(
            await home.send("PUT", "/api/budgets/2026", body: same, headers: [("If-Match", "5")]).status
                == 400)
        let check = await home.send("POST", "/api/budgets/check?year=2026", body: try Self.plan("6250000"))
        #expect(check.status == 200)
        let changes = try #require(home.json(check)["difference"]?["changes"]?.array)
        #expect(changes.count == 1)
        #expect(changes.first?["toCents"]?.int == 6_250_000)
        #expect(try Store.read(home.database).budgets(year: 2026).count == 5)
    }

    @Test("Versions and documents are those of the commands; the first plan of a year needs version 0")
    func versions() async throws {
        let home = try WebHome()
        try await home.enter()
        #expect(await home.send("GET", "/api/budgets?year=2026").text == "[]\n")
        #expect(await home.send("GET", "/plan?year=2026").text.contains("not written yet"))
        let first = try Fixtures.text("budgets/2026-1.json")
        #expect(
            await home.send(
                "PUT", "/api/budgets/2026?note=first", body: first, headers: [("If-Match", "\"0\"")]
            ).status == 201)
        let list = try home.json(await home.send("GET", "/api/budgets?year=2026"))
        #expect(list.array?.first?["note"]?.string == "first")
        #expect(list.array?.first?["author"]?.string == "tester")
        let shown = await home.send("GET", "/api/budgets/2026/1")
        #expect(shown.header("ETag") == "\"1\"")
        #expect(try home.json(shown)["document"]?["year"]?.int == 2026)
        #expect(await home.send("GET", "/api/budgets/2026/2").status == 404)
        #expect(await home.send("GET", "/plan?year=2026").text.contains("version 1"))
    }
}
