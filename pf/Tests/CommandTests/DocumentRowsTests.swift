import Foundation
import JSONText
import KitTesting
import PfTesting
import Testing

@Suite("Pay documents by the command")
struct DocumentRowsTests {
    static let parsed = [
        "w2-avery-2025", "w2-blake-2025-harbor", "w2-blake-2025-northwind", "stub-avery-2025-12-31",
        "stub-avery-2026-07-31", "stub-avery-2026-08-31", "stub-avery-2026-09-15", "stub-blake-2026-09-04",
        "stub-blake-2026-09-18",
    ]
    static let unproved = [
        ("w2-copies-disagree", "w2", "avery", "2025"), ("w2-box4-wrong", "w2", "blake", "2025"),
        ("stub-net-wrong", "paystub", "avery", "2026"), ("stub-unknown-label", "paystub", "blake", "2026"),
    ]

    /// Expected figures; `file` is only a note.
    private func expected(_ name: String) throws -> JSON {
        guard
            case .object(var members) = try JSONParser.parse(try Fixtures.text("expected/\(name).json")).json
        else {
            return .null
        }
        members["file"] = nil
        return .object(members)
    }

    @Test("Row 1: a W-2 is printed as computed by hand, and nothing is written")
    func printsForm() throws {
        let home = try Home()
        let form = try home.json(
            "parse-w2", Home.document("w2-avery-2025"), "--person", "avery", "--year", "2025")
        #expect(form.json == (try expected("w2-avery-2025")))
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Rows 2 and 9: every document that proves itself has every key as computed", arguments: parsed)
    func printsDocument(name: String) throws {
        let home = try Home()
        let words = name.split(separator: "-").map(String.init)
        let isForm = words[0] == "w2"
        let printed = try home.json(
            isForm ? "parse-w2" : "parse-paystub", Home.document(name), "--person", words[1], "--year",
            words[2])
        #expect((isForm ? printed.json : printed.at(0)?.json) == (try expected(name)))
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Row 3: what does not prove itself needs review, saved or not, and no flow uses it")
    func needsReview() throws {
        let home = try Home()
        try home.saveBudgets(["2026-1", "2025-1"])
        let flows = try ["2025", "2026"].map {
            try home.run("flow", "--year", $0, "--as-of", "\($0)-12-30").output
        }
        for (name, kind, person, year) in Self.unproved {
            let arguments = ["parse-\(kind)", Home.document(name), "--person", person, "--year", year]
            let run = try home.run(arguments)
            #expect(run.status == 3)
            let printed = try JSONParser.parse(run.output)
            #expect((kind == "w2" ? printed.json : printed.at(0)?.json) == (try expected(name)))
            let saved = try home.run(arguments + ["--save"])
            #expect(saved.status == 3)
            #expect(saved.output.contains("\"status\":\"needsReview\""))
        }
        #expect(
            try home.json("documents").array?.map { $0["status"]?.string }
                == Array(repeating: "needsReview", count: 4))
        #expect(
            flows
                == (try ["2025", "2026"].map {
                    try home.run("flow", "--year", $0, "--as-of", "\($0)-12-30").output
                }))
    }

    @Test("Row 4: saved once it is stored, saved again it is a duplicate and nothing changes")
    func savesOnce() throws {
        let home = try Home()
        let arguments = [
            "parse-w2", Home.document("w2-avery-2025"), "--person", "avery", "--year", "2025", "--save",
        ]
        let first = try JSONParser.parse(try home.run(arguments).output)
        #expect(first["status"]?.string == "stored")
        #expect(first["documentId"]?.int == 1)
        #expect(first.at("document", "status")?.string == "accepted")
        let before = try home.dump()
        let second = try home.run(arguments)
        #expect(second.status == 0)
        #expect(try JSONParser.parse(second.output)["status"]?.string == "duplicate")
        #expect(try JSONParser.parse(second.output)["documentId"]?.int == 1)
        #expect(try home.dump() == before)
        let modes = try [home.folder.path, home.database].map {
            try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
        }
        #expect(modes == [0o700, 0o600])
    }

    @Test("Row 5: another year or another person is refused and nothing is written")
    func refusesOtherOwner() throws {
        let home = try Home()
        let document = Home.document("w2-avery-2025")
        let year = try home.json(
            "parse-w2", document, "--person", "avery", "--year", "2024", "--save", exit: 65)
        #expect(year.at("error", "code")?.string == "w2.wrongYear")
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
        let stub = try home.json(
            "parse-paystub", Home.document("stub-avery-2026-09-15"), "--person", "avery", "--year", "2025",
            exit: 65)
        #expect(stub.at(0, "error", "code")?.string == "paystub.wrongYear")
        try home.save("w2-avery-2025")
        let before = try home.dump()
        let person = try home.json(
            "parse-w2", document, "--person", "blake", "--year", "2025", "--save", exit: 65)
        #expect(person.at("error", "code")?.string == "document.otherOwner")
        #expect(try home.dump() == before)
    }

    @Test("Row 6: each bad file ends with its code, in one line that says what to do")
    func refusesBadFiles() throws {
        let home = try Home()
        let large = home.work.appendingPathComponent("large.pdf")
        try (Data("%PDF-1.4\n".utf8) + Data(count: 11 << 20)).write(to: large)
        let long = home.work.appendingPathComponent("long.pdf")
        var drawing = Drawing()
        drawing.text("Harbor Clinic", 40, 50)
        try drawing.pdf(pages: 13).write(to: long)
        let cases: [(String, String, Int32)] = [
            (Home.document("encrypted-user"), "pdf.encrypted", 65),
            (Home.document("scanned"), "pdf.noText", 65),
            (Home.document("truncated"), "pdf.damaged", 65), (Home.document("not-a-pdf"), "pdf.notPDF", 65),
            (Home.document("empty"), "pdf.notPDF", 65), (Home.document("missing"), "pdf.missing", 66),
            (Fixtures.path("documents"), "pdf.notFile", 66), (large.path, "pdf.tooLarge", 65),
            (long.path, "pdf.tooManyPages", 65),
        ]
        for (path, code, status) in cases {
            for command in ["parse-w2", "parse-paystub"] {
                let run = try home.run(command, path, "--person", "avery", "--year", "2026", "--save")
                #expect(run.status == status, "\(path): \(run.messages)")
                let printed = try JSONParser.parse(run.output)
                #expect((printed.at(0) ?? printed).at("error", "code")?.string == code)
                #expect(run.messages.split(separator: "\n").count == 1)
                #expect(run.messages.split(separator: ";").count >= 2, "what to do: \(run.messages)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: home.folder.path))
    }

    @Test("Row 7: an owner's password alone changes nothing but the hash")
    func readsOwnerEncrypted() throws {
        let home = try Home()
        let printed = try home.json(
            "parse-paystub", Home.document("encrypted-owner"), "--person", "avery", "--year", "2026")
        guard case .object(var found)? = printed.at(0)?.json,
            case .object(var wanted) = try expected("stub-avery-2026-09-15")
        else { throw CocoaError(.formatting) }
        #expect(found["sha256"] != wanted["sha256"])
        (found["sha256"], wanted["sha256"]) = (nil, nil)
        #expect(found == wanted)
    }

    @Test("Row 8: without pdftotext the message has the install line")
    func needsProgram() throws {
        let home = try Home()
        let run = try home.run(
            "parse-w2", Home.document("w2-avery-2025"), "--person", "avery", "--year", "2025",
            environment: ["PATH": "/nowhere"])
        #expect(run.status == 69)
        #expect(run.messages.contains("apt-get install poppler-utils"))
    }

    @Test("Deposits that leave a small rest of net pay out are told, and no more: the stub proves itself")
    func tellsOfRest() throws {
        let home = try Home()
        let runs = try home.save("stub-avery-2026-08-31", "stub-avery-2026-09-15")
        #expect(runs.map(\.status) == [0, 0])
        #expect(runs[0].messages.contains("the deposits leave 32.58 of net pay out"))
        #expect(runs[1].messages.isEmpty)
    }
}
