import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Rule files by the command")
struct RuleRowsTests {
    /// The text of a shipped rule file, with pieces replaced.
    private func rules(_ home: Home, _ name: String, _ replacements: (String, String)...) throws -> String {
        var text = try #require(try home.json("mappings", "--show", name)["text"]?.string)
        for (old, new) in replacements {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new, maxReplacements: 1)
        }
        return text
    }

    @Test("Row 22: a mapping's mistakes are all told, each with its line")
    func tellsMistakes() throws {
        let home = try Home()
        let text = try rules(
            home, "us-household", ("project: {method: recurring}}", "projct: {method: recurring}}"),
            ("id: income.rsu,", "id: income.bonus,"), ("sumAll: true,", "sumAll: true, perEarner: true,"),
            ("rate: medicare_rate", "rate: medicare_rat"))
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let file = try home.write(text, "own.yaml")
        for option in ["--check", "--use"] {
            let run = try home.run("mappings", option, file)
            #expect(run.status == 65)
            for (piece, message) in [
                ("projct", "unknown key \"projct\""), ("sumAll: true, perEarner", "exactly one of"),
                ("rate: medicare_rat,", "unknown parameter \"medicare_rat\""),
            ] {
                let line = try #require(lines.firstIndex { $0.contains(piece) }) + 1
                // An entry of several lines is told by its first or by the line of the key.
                let told = run.messages.split(separator: "\n").filter { $0.contains(message) }
                #expect(
                    told.contains { $0.contains("own.yaml:\(line):") || $0.contains("own.yaml:\(line - 1):") }
                )
            }
            #expect(run.messages.contains("\"income.bonus\" stands there twice"))
        }
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Rule files are listed with their hashes; a file of no kind is refused")
    func lists() throws {
        let home = try Home()
        let files = try home.json("mappings").array ?? []
        let kinds = files.compactMap { $0["kind"]?.string }
        #expect(Set(kinds) == ["layout", "mapping", "parameters"])
        #expect(
            files.allSatisfy { $0["source"]?.string == "shipped" && $0["sha256"]?.string?.utf8.count == 64 })
        #expect(try home.run("mappings", "--check", try home.write("a: 1\n", "odd.yaml")).status == 65)
        #expect(try home.run("mappings", "--show", "nothing").status == 66)
    }

    @Test("Row 23: a third earner and a new tax are data: budget, layout and mapping files, no source")
    func addsEarnerAndTax() throws {
        let home = try Home()
        let item = """
              - {id: tax.or_stt, section: taxes, label: "OR Transit ({earner})", perEarner: true,
                 sources: [{paystub: taxes, labels: [OR STT]}], project: {method: recurring}}
              - {id: deduction.dcfsa,
            """
        let mapping = try rules(home, "us-household", ("  - {id: deduction.dcfsa,", item))
        let layout = try rules(
            home, "default", ("  taxes:\n", "  taxes:\n    OR STT: [OR STT, Oregon Transit]\n"))
        for (text, name) in [(mapping, "mapping.yaml"), (layout, "layout.yaml")] {
            let used = try home.json("mappings", "--use", try home.write(text, name))
            #expect(used["status"]?.string == "used")
        }
        let budget = try BudgetRowsTests.budget(
            "2026-5-converted",
            (
                "{\"displayName\":\"Blake\",\"slug\":\"blake\"}",
                "{\"displayName\":\"Blake\",\"slug\":\"blake\"},{\"displayName\":\"Casey\",\"slug\":\"casey\"}"
            ),
            (
                "\"employments\":[",
                "\"employments\":[{\"earner\":\"casey\",\"employer\":\"Oregon Mill\",\"frequency\":\"semimonthly\","
                    + "\"payDays\":[15,31]},"
            ))
        try #require(
            try home.run("budget-save", try home.write(budget, "three.json"), "--year", "2026").status == 0)
        let stub = home.work.appendingPathComponent("casey.pdf")
        try Self.stub().pdf().write(to: stub)
        let saved = try home.run(
            "parse-paystub", stub.path, "--person", "casey", "--year", "2026", "--save")
        #expect(saved.status == 0, "\(saved.messages)")
        let flow = try home.run("flow", "--year", "2026", "--as-of", "2026-09-18", "--format", "jsonl").output
        let lines = try flow.split(separator: "\n").map { try JSONParser.parse(String($0)) }
        let earners = (lines[0]["earners"]?.array ?? []).map { $0["slug"]?.string }
        #expect(earners == ["avery", "blake", "casey"])
        let tax = try #require(lines.first { $0["id"]?.string == "tax.or_stt.casey" })
        #expect(tax["label"]?.string == "OR Transit (Casey)")
        #expect(tax["actualCents"]?.int == 5_100)
        // Seven pay dates after 15 September: 30 September to 31 December.
        #expect(tax["projectedCents"]?.int == 5_100 + 7 * 300)
        #expect(
            lines.contains {
                $0["id"]?.string == "income.salary.casey" && $0["actualCents"]?.int == 5_100_000
            })
    }

    /// A stub of the one-column family with a tax that pf does not know.
    private static func stub() -> Drawing {
        var drawing = Drawing()
        drawing.text("Oregon Mill", 40, 50, size: 12)
        drawing.text("Pay Date: 09/15/2026", 300, 80)
        drawing.text("Pay Period: 09/01/2026 - 09/15/2026", 300, 92)
        var y = 110.0
        func row(_ label: String, _ current: String, _ ytd: String) {
            y += 11
            drawing.text(label, 40, y)
            drawing.right(current, 460, y)
            drawing.right(ytd, 550, y)
        }
        func head(_ title: String) {
            y += 14
            drawing.text(title, 40, y, size: 9)
            row("Description", "Current", "YTD")
        }
        head("Earnings")
        row("Regular", "3,000.00", "51,000.00")
        row("Gross Pay", "3,000.00", "51,000.00")
        head("Taxes")
        row("Federal Income Tax", "400.00", "6,800.00")
        row("OR STT", "3.00", "51.00")
        y += 10
        row("Net Pay", "2,597.00", "44,149.00")
        return drawing
    }

    @Test("Row 24: a year without parameters names the file that is missing, with a database or without")
    func namesMissingYear() throws {
        let home = try Home()
        for _ in 0..<2 {
            let run = try home.run("flow", "--year", "2028")
            #expect(run.status == 65)
            #expect(run.messages.contains("us-2028"))
            try home.saveBudgets(["2026-1"])
        }
    }
}
