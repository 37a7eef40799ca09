import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Budgets by the command")
struct BudgetRowsTests {
    /// The text of a budget with a piece replaced; the piece must be there.
    static func budget(_ name: String = "2026-5", _ replacements: (String, String)...) throws -> String {
        var text = try Fixtures.text("budgets/\(name).json")
        for (old, new) in replacements {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new, maxReplacements: 1)
        }
        return text
    }

    @Test("Row 17: a converted budget is the golden file, and converts to itself")
    func converts() throws {
        let home = try Home()
        let once = try home.run("budget-convert", Fixtures.path("budgets/2026-5.json"))
        #expect(once.status == 0)
        #expect(once.output == (try Fixtures.text("budgets/2026-5-converted.json")))
        let twice = try home.run("budget-convert", try home.write(once.output, "once.json"))
        #expect(twice.output == once.output)
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Row 18: unknown flat taxes are all named")
    func refusesFlatTaxes() throws {
        let home = try Home()
        let text = try Self.budget("2026-5", ("\"federal\"", "\"fedral\""), ("\"ss_blake\"", "\"ss_pat\""))
        let file = try home.write(text, "odd.json")
        for arguments in [["budget-convert", file], ["budget-save", file, "--year", "2026"]] {
            let run = try home.run(arguments)
            #expect(run.status == 65)
            #expect(run.messages.contains("ss_pat"))
            #expect(run.messages.contains("fedral"))
        }
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Row 19: all that is wrong with a budget is told at once, with pointer, line and column")
    func tellsAllFindings() throws {
        let home = try Home()
        let comma = try home.write(
            try Self.budget("2025-1", ("\"year\": 2025", "\"year\": 2025,")), "comma.json")
        let syntax = try home.json("budget-save", comma, "--year", "2025", exit: 65)
        #expect(syntax.at("error", "findings", 0, "code")?.string == "json.syntax")
        let file = try home.write(Self.odd, "odd.json")
        for flag in ["--check", "--note=x"] {
            let refused = try home.json("budget-save", file, "--year", "2025", flag, exit: 65)
            let findings = refused.at("error", "findings")?.array ?? []
            let codes = Set(findings.compactMap { $0["code"]?.string })
            #expect(
                codes.isSuperset(of: ["unknownKey", "duplicate", "unknownEarner", "fraction"]), "\(codes)")
            for finding in findings {
                #expect(finding["pointer"]?.string?.hasPrefix("/") == true)
                #expect((finding["line"]?.int ?? 0) > 0 && (finding["column"]?.int ?? 0) > 0)
            }
        }
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
        let fine = try home.json(
            "budget-save", Fixtures.path("budgets/2025-1.json"), "--year", "2025", "--check")
        #expect(fine["status"]?.string == "valid")
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    /// An unknown key, a double item, an unknown earner and cents with a point.
    private static let odd = """
        {"schemaVersion": 2, "year": 2025, "name": "Odd", "earners": [{"slug": "avery", "displayName": "Avery"}],
         "employments": [], "income": {"items": [
           {"id": "income.salary", "earner": "avery", "annualCents": 100},
           {"id": "income.salary", "earner": "avery", "annualCents": 200},
           {"id": "income.bonus", "earner": "casey", "annualCents": 300}]},
         "taxes": {"items": [{"id": "tax.federal", "annualCents": 12.5}]}, "deductions": {"items": []},
         "savings": {"items": []}, "spending": {"groups": []}, "events": [], "notes": "x"}
        """

    @Test("Row 20: five versions; the fifth again is unchanged; a stale expectation is refused")
    func saves() throws {
        let home = try Home()
        for version in 1...5 {
            let saved = try home.json(
                "budget-save", Fixtures.path("budgets/2026-\(version).json"), "--year", "2026",
                "--expect-version",
                "\(version - 1)")
            #expect(saved["status"]?.string == "stored")
            #expect(saved["version"]?.int == version)
        }
        let before = try home.dump()
        let fifth = Fixtures.path("budgets/2026-5.json")
        let again = try home.json("budget-save", fifth, "--year", "2026")
        #expect(again["status"]?.string == "unchanged")
        #expect(again["version"]?.int == 5)
        let stale = try home.json("budget-save", fifth, "--year", "2026", "--expect-version", "3", exit: 65)
        #expect(stale.at("error", "code")?.string == "budget.stale")
        let year = try home.run("budget-save", fifth, "--year", "2027")
        #expect(year.status == 65)
        #expect(try home.dump() == before)
        #expect(
            try home.json("budget-list", "--year", "2026").array?.map { $0["version"]?.int } == [
                1, 2, 3, 4, 5,
            ])
        #expect(try home.run("budget-show", "--year", "2026", "--version", "6").status == 66)
    }

    @Test("Row 21: the difference of two versions has the changed ids with cents")
    func showsDifference() throws {
        let home = try Home()
        try home.saveBudgets((1...5).map { "2026-\($0)" })
        let difference = try home.run("budget-show", "--year", "2026", "--diff", "1", "--pretty")
        #expect(difference.status == 0)
        let told = try JSONParser.parse(difference.output)
        let changes = (told["changes"]?.array ?? []).map(\.json.text)
        #expect(
            changes == [
                #"{"fromCents":6000000,"id":"P0 Expenses","toCents":6240000}"#,
                #"{"fromCents":500000,"id":"Travel","toCents":600000}"#,
            ])
        #expect(told["otherParts"]?.array?.isEmpty == true)
        let whole = try home.json("budget-show", "--year", "2026")
        #expect(whole.at("document", "schemaVersion")?.int == 2)
    }
}
