import Flow
import Foundation
import JSONText
import Money
import Operations
import PfTesting
import Testing
import WebApp

@Suite("The flow over HTTP")
struct FlowEndpointTests {
    @Test(
        "Row 48: /api/flow has the lines of the golden form, the budget's earners and a colour for each group"
    )
    func flow() async throws {
        let home = try await WebHome.golden(ynab: FakeThread.start())
        #expect(await home.send("POST", "/api/ynab-sync", body: "{}").status == 200)
        let answer = await home.send("GET", "/api/flow?year=2026&asOf=2026-09-18")
        #expect(answer.status == 200)
        let json = try home.json(answer)
        let golden = try Fixtures.text("golden/flow-2026.jsonl").split(separator: "\n").map(String.init)
        let lines = try #require(json["lines"]?.array).map(\.json.text)
        #expect(lines == Array(golden.dropFirst()))
        #expect(json["earners"]?.array?.compactMap { $0["slug"]?.string } == ["avery", "blake"])
        let groups = try #require(json["groups"]?.array)
        let names = groups.compactMap { $0["name"]?.string }
        #expect(names.contains("P0 Expenses"))
        #expect(groups.allSatisfy { $0["color"]?.string?.firstMatch(of: /^#[0-9a-f]{6}$/) != nil })
        let tag = try #require(answer.header("ETag"))
        #expect("\"\(json["etag"]?.string ?? "")\"" == tag)
        let again = await home.send(
            "GET", "/api/flow?year=2026&asOf=2026-09-18", headers: [("If-None-Match", tag)])
        #expect(again.status == 304)
        #expect(again.body.isEmpty)
    }

    @Test("Row 48: a third earner of the budget is in the page's choices without a change of code")
    func thirdEarner() async throws {
        let home = try await WebHome.golden()
        var text = try Fixtures.text("budgets/2026-5-converted.json")
        text = text.replacingOccurrences(
            of: "\"earners\":[", with: "\"earners\":[{\"displayName\":\"Casey\",\"slug\":\"casey\"},")
        let saved = await home.send("PUT", "/api/budgets/2026", body: text, headers: [("If-Match", "\"5\"")])
        #expect(saved.status == 201, "\(saved.text)")
        for page in ["/documents?year=2026", "/flow?year=2026&asOf=2026-09-18"] {
            #expect(
                await home.send("GET", page).text.contains("<option value=\"casey\">Casey</option>"),
                "\(page)")
        }
    }

    @Test("The drawing over HTTP is that of the command; a column that there is not is refused")
    func sankey() async throws {
        let home = try await WebHome.golden()
        let wide = await home.send("GET", "/api/sankey.svg?year=2026&asOf=2026-09-18&column=plan")
        #expect(wide.header("Content-Type") == "image/svg+xml; charset=utf-8")
        #expect(wide.text.contains("Salary (Avery)"))
        let page = await home.send("GET", "/flow?year=2026&asOf=2026-09-18&column=plan")
        #expect(page.text.contains(wide.text))
        let avery = await home.send(
            "GET", "/api/sankey.svg?year=2026&asOf=2026-09-18&column=plan&earner=avery")
        #expect(!avery.text.contains("Blake"))
        #expect(await home.send("GET", "/api/sankey.svg?year=2026&column=nonsense").status == 400)
        #expect(await home.send("GET", "/api/flow?year=20x6").status == 400)
    }

    @Test("A figure's page lists parts that add up to it, with the document that each comes from")
    func line() async throws {
        let home = try await WebHome.golden()
        let page = await home.send("GET", "/line?year=2026&asOf=2026-09-18&id=tax.federal&column=actual")
        #expect(page.status == 200)
        #expect(page.text.contains("href=\"/documents/"))
        #expect(page.text.contains("us-2026/"))
        #expect(await home.send("GET", "/line?year=2026&asOf=2026-09-18&id=nonsense").status == 404)
    }

    @Test(
        "Row 52: markup in names of YNAB stays text in page and drawing; a cell that is a formula is quoted")
    func escapes() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "pf-ynab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.copyItem(at: Fixtures.folder.appendingPathComponent("ynab"), to: folder)
        let file = folder.appendingPathComponent("categories.json")
        let text = try String(contentsOf: file, encoding: .utf8)
            .replacingOccurrences(of: "P1 Living", with: "<script>alert(1)</script>")
            .replacingOccurrences(of: "P0 Expenses", with: "=1+1")
        try text.write(to: file, atomically: true, encoding: .utf8)
        let home = try await WebHome.golden(ynab: FakeThread.start(folder: folder.path))
        #expect(await home.send("POST", "/api/ynab-sync", body: "{}").status == 200)
        for page in [
            "/flow?year=2026&asOf=2026-09-18", "/spending?year=2026&asOf=2026-09-18",
            "/api/sankey.svg?year=2026&asOf=2026-09-18",
        ] {
            let answer = await home.send("GET", page)
            #expect(answer.status == 200)
            #expect(!answer.text.contains("<script>alert"), "\(page)")
            #expect(answer.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "\(page)")
        }
        let report = try await Self.csv(home)
        #expect(report.contains("'=1+1"))
        #expect(!report.contains(",=1+1"))
    }

    private static func csv(_ home: WebHome) async throws -> String {
        let day = try #require(CalendarDay("2026-09-18"))
        return try HouseholdYear.flow(home.database, year: 2026, version: nil, asOf: day, tell: { _ in }).csv
    }
}
