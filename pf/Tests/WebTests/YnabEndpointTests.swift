import Foundation
import JSONText
import PfTesting
import Store
import Testing
import WebApp

@Suite("YNAB over HTTP")
struct YnabEndpointTests {
    @Test(
        "Row 51: a second fetch during the first is refused, and YNAB's limit is passed on with a time to wait"
    )
    func limits() async throws {
        let home = try await WebHome.golden(ynab: FakeThread.start(["delay"]))
        async let first = home.send("POST", "/api/ynab-sync", body: "{}")
        try await Task.sleep(for: .milliseconds(300))
        #expect(await home.send("POST", "/api/ynab-sync", body: "{}").status == 409)
        #expect(await first.status == 200)
        let limited = try await WebHome.golden(ynab: FakeThread.start(["429"]))
        let answer = await limited.send("POST", "/api/ynab-sync", body: "{}")
        #expect(answer.status == 429)
        #expect(try #require(limited.json(answer)["retryAfterSeconds"]?.int) > 0)
        #expect(answer.header("Retry-After") != nil)
        #expect(try Store.read(limited.database).syncState() == nil)
    }

    @Test(
        "Four fetches an hour are the most; faults of YNAB are 502, a missing token 503, and nothing is stored"
    )
    func faults() async throws {
        // A connection that is cut is tried once more within the same fetch.
        let home = try await WebHome.golden(ynab: FakeThread.start(["401", "cut", "cut", "404.2"]))
        for fault in ["401", "cut", "404.2"] {
            let answer = await home.send("POST", "/api/ynab-sync", body: "{}")
            #expect(answer.status == 502, "\(fault): \(answer.status) \(answer.text)")
        }
        #expect(await home.send("POST", "/api/ynab-sync", body: "{}").status == 200)
        let fifth = await home.send("POST", "/api/ynab-sync", body: "{}")
        #expect(fifth.status == 429)
        #expect(try home.json(fifth)["retryAfterSeconds"]?.int == 3600)
        home.box.wait(3600)
        #expect(await home.send("POST", "/api/ynab-sync", body: "{}").status == 200)
        let without = try await WebHome.golden()
        let answer = await without.send("POST", "/api/ynab-sync", body: "{}")
        #expect(answer.status == 503)
        #expect(answer.text.contains("PF_YNAB_TOKEN"))
    }

    @Test("Spending and reconciliation are those of the commands; their pages show them")
    func pages() async throws {
        let home = try await WebHome.golden(ynab: FakeThread.start())
        _ = await home.send("POST", "/api/ynab-sync", body: "{}")
        let spending = try home.json(
            await home.send("GET", "/api/spending?year=2026&by=group&asOf=2026-09-18"))
        let living = try #require(spending.array?.first { $0["group"]?.string == "P1 Living" })
        #expect(living["spentCents"]?.int == 216_487)
        #expect(await home.send("GET", "/spending?year=2026&asOf=2026-09-18").text.contains("2,164.87"))
        #expect(await home.send("GET", "/api/spending?year=2026&by=nonsense").status == 400)
        let result = try home.json(await home.send("GET", "/api/reconcile?year=2026&asOf=2026-09-18"))
        #expect(result["schema"]?.string == "pf.reconcile/1")
        #expect(
            await home.send("GET", "/reconcile?year=2026&asOf=2026-09-18").text.contains("Net pay in YNAB"))
    }
}
