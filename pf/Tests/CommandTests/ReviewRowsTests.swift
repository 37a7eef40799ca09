import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Review, reconcile and secrets by the command")
struct ReviewRowsTests {
    static let stubs2026 = [
        "stub-avery-2026-08-31", "stub-blake-2026-09-04", "stub-avery-2026-09-15", "stub-blake-2026-09-18",
    ]

    @Test("Row 10: the chains of stubs hold in any order; a stub that is missing is told with both dates")
    func reconciles() throws {
        for order in [Self.stubs2026, Self.stubs2026.reversed()] {
            let home = try Home()
            try home.saveBudgets(["2026-5"])
            try home.save(order)
            let chains = try home.json("reconcile", "--year", "2026")
            #expect(chains["chains"]?.array?.count == 2)
            #expect(chains["differences"]?.int == 0)
            try home.save("stub-avery-2026-07-31")
            let gap = try home.json("reconcile", "--year", "2026", exit: 4)
            let missing = (gap["chains"]?.array ?? []).filter { $0["finding"]?.string == "paystub.missing" }
            #expect(
                missing.map { [$0["from"]?.string, $0["to"]?.string] } == [["2026-07-31", "2026-08-31"]])
            let server = try FakeYnabServer(home)
            _ = try home.json("ynab-sync", "--since", "2025-01-01", environment: server.environment)
            let synced = try home.json("reconcile", "--year", "2026", exit: 4)
            let seen = (synced["netPay"]?.array ?? []).filter { $0["status"]?.string == "matched" }
            #expect(seen.map { $0["payDate"]?.string } == ["2026-09-15"])
            #expect(synced["netPay"]?.array?.count == 5)
        }
    }

    @Test("Row 11: a corrected label is accepted; a wrong net is refused and its equation named")
    func reviews() throws {
        let home = try Home()
        try home.save("stub-avery-2026-09-15")
        try home.run(
            "parse-paystub", Home.document("stub-unknown-label"), "--person", "blake", "--year", "2026",
            "--save")
        try home.run(
            "parse-paystub", Home.document("stub-net-wrong"), "--person", "avery", "--year", "2026", "--save")
        let queue = try home.json("review").array ?? []
        #expect(queue.map { $0["documentId"]?.int } == [2, 3])
        let lines = try home.json("review", "2").at("document", "lines")?.array ?? []
        let index = try #require(lines.firstIndex { $0["label"]?.isNull == true })
        let before = try home.dump()
        let typo = try home.run("review", "2", "--set", "lines.\(index).label=Parkng", "--accept")
        #expect(typo.status == 65)
        let wrong = try home.run("review", "3", "--accept")
        #expect(wrong.status == 65)
        #expect(wrong.messages.contains("E2"))
        #expect(try home.dump() == before)
        let accepted = try home.json("review", "2", "--set", "lines.\(index).label=Parking", "--accept")
        #expect(accepted["status"]?.string == "accepted")
        #expect(accepted.at("original", "lines", index, "label")?.isNull == true)
        #expect(try home.run("review", "3", "--reject").status == 0)
        #expect(try home.json("review").array?.isEmpty == true)
        #expect(try home.run("review", "2", "--reject").status == 65)
    }

    @Test("Other bytes for the same stub need review; accepting them supersedes the older document")
    func supersedes() throws {
        let home = try Home()
        try home.save("stub-avery-2026-09-15")
        let other = try home.json(
            "parse-paystub", Home.document("encrypted-owner"), "--person", "avery", "--year", "2026",
            "--save", exit: 3)
        #expect(other.at(0, "document", "findings", 0)?.string == "document.otherVersion")
        _ = try home.json("review", "2", "--accept")
        let states = try home.json("documents").array?.map { $0["status"]?.string }
        #expect(states == ["superseded", "accepted"])
    }

    @Test("A second W-2 of an employer counts beside the first when it is accepted with --add")
    func addsSecondForm() throws {
        let home = try Home()
        try home.save("w2-avery-2025")
        let copy = home.work.appendingPathComponent("copy.pdf")
        // A comment after the end of the file: other bytes, the same form.
        try (Fixtures.data("documents/w2-avery-2025.pdf") + Data("%copy\n".utf8)).write(to: copy)
        let second = try home.run("parse-w2", copy.path, "--person", "avery", "--year", "2025", "--save")
        #expect(second.status == 3)
        _ = try home.json("review", "2", "--accept", "--add")
        let states = try home.json("documents").array?.map { $0["status"]?.string }
        #expect(states == ["accepted", "accepted"])
    }

    @Test("Row 12: no secret is in the home or in anything printed")
    func keepsSecrets() throws {
        let home = try Home()
        var printed = ""
        for name in DocumentRowsTests.parsed + ["encrypted-owner"] {
            let words = name.split(separator: "-").map(String.init)
            let isForm = words[0] == "w2"
            let year = words.count > 2 ? words[2] : "2026"
            let run = try home.run(
                isForm ? "parse-w2" : "parse-paystub", Home.document(name), "--person",
                words[1] == "owner" ? "avery" : words[1], "--year", year, "--save")
            printed += run.output + run.messages
        }
        for (name, kind, person, year) in DocumentRowsTests.unproved {
            let run = try home.run(
                "parse-\(kind)", Home.document(name), "--person", person, "--year", year, "--save", "--pretty"
            )
            printed += run.output + run.messages
        }
        for arguments in [["documents"], ["review"], ["documents", "1"], ["reconcile", "--year", "2026"]] {
            let run = try home.run(arguments)
            printed += run.output + run.messages
        }
        let secret = try Regex(#"000-00-0001|XXX-XX-[0-9]|Fiction Way|[*xX]{2,}[0-9]{3}"#)
        #expect(printed.firstMatch(of: secret) == nil)
        #expect(printed.utf8.count > 10_000)
        let files = try FileManager.default.contentsOfDirectory(
            at: home.folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
            #expect(text.firstMatch(of: secret) == nil, "\(file.lastPathComponent)")
        }
    }

    @Test("Documents are listed, shown and deleted; what is not there ends with 66")
    func lists() throws {
        let home = try Home()
        #expect(try home.run("documents").status == 66)
        try home.save("w2-avery-2025", "stub-avery-2026-09-15")
        #expect(try home.json("documents", "--year", "2025").array?.count == 1)
        #expect(try home.json("documents", "--person", "blake").array?.isEmpty == true)
        #expect(try home.json("documents", "2")["document"]?["netCents"]?.int == 444_004)
        #expect(try home.run("documents", "--delete", "2").status == 0)
        #expect(try home.run("documents", "2").status == 66)
        #expect(try home.run("documents", "--delete", "2").status == 66)
    }
}
