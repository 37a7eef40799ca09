import Foundation
import JSONText
import Operations
import PfTesting
import Store
import Testing
import WebApp

@Suite("Documents over HTTP")
struct DocumentEndpointTests {
    @Test(
        "Row 49: a stub is stored once, what is no PDF or too large is refused, and the stored one is the command's"
    )
    func upload() async throws {
        let home = try await WebHome.golden()
        let path = "/api/paystubs?person=avery&year=2026"
        let stub = try WebHome.pdf("stub-avery-2026-07-31")
        let first = await home.send("POST", path, bytes: stub)
        #expect(first.status == 201, "\(first.text)")
        let again = await home.send("POST", path, bytes: stub)
        #expect(again.status == 200)
        #expect(try home.json(again)["status"]?.string == "duplicate")
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        #expect(await home.send("POST", path, bytes: png).status == 422)
        #expect(
            await home.send("POST", path, bytes: png, headers: [("Content-Type", "image/png")]).status == 415)
        let large = stub + [UInt8](repeating: 0, count: WebLimits.uploadBytes + 1 - stub.count)
        #expect(await home.send("POST", path, bytes: large).status == 413)
        let other = try WebHome()
        try other.saveStub("stub-avery-2026-07-31", person: "avery")
        let id = try #require(home.json(first)["documentId"]?.int)
        let stored = try Store.read(home.database).document(id)
        let byCommand = try Store.read(other.database).document(1)
        #expect(stored.content == byCommand.content)
        #expect(stored.sha256 == byCommand.sha256)
        #expect(stored.status == byCommand.status)
    }

    @Test("A document of another year, person or without person is refused, and nothing is written")
    func refusals() async throws {
        let home = try await WebHome.golden()
        let before = try Store.read(home.database).documents()
        let stub = try WebHome.pdf("stub-avery-2026-07-31")
        #expect(await home.send("POST", "/api/paystubs?person=avery&year=2025", bytes: stub).status == 422)
        #expect(await home.send("POST", "/api/paystubs?year=2026", bytes: stub).status == 400)
        #expect(await home.send("POST", "/api/paystubs?person=Robert')&year=2026", bytes: stub).status == 400)
        #expect(await home.send("POST", "/api/paystubs?person=avery", bytes: stub).status == 400)
        for name in ["encrypted-user", "scanned", "truncated", "not-a-pdf", "empty"] {
            let answer = await home.send(
                "POST", "/api/w2s?person=avery&year=2025", bytes: try WebHome.pdf(name))
            #expect(answer.status == 422, "\(name): \(answer.text)")
            #expect(try home.json(answer)["error"]?["code"]?.string?.hasPrefix("pdf.") == true)
        }
        #expect(try Store.read(home.database).documents() == before)
    }

    @Test("An unknown label waits for review; its page shows finding and text; corrected it is accepted")
    func review() async throws {
        let home = try await WebHome.golden()
        let answer = await home.send(
            "POST", "/api/paystubs?person=avery&year=2026", bytes: try WebHome.pdf("stub-unknown-label"))
        #expect(answer.status == 202, "\(answer.text)")
        let json = try home.json(answer)
        let id = try #require(json["documentId"]?.int)
        let lines = try #require(json["document"]?["lines"]?.array)
        let place = try #require(lines.firstIndex { $0["label"]?.isNull == true })
        let page = await home.send("GET", "/documents/\(id)")
        #expect(page.text.contains("paystub.unknownLabel"))
        #expect(page.text.contains("class=\"page-picture\""))
        #expect(page.text.contains("class=\"marked-word\""))
        let early = await home.send("POST", "/api/documents/\(id)", body: "{\"accept\":true}")
        #expect(early.status == 422)
        let set = "{\"accept\":true,\"set\":[\"lines.\(place).label=Parking\"]}"
        let accepted = await home.send("POST", "/api/documents/\(id)", body: set)
        #expect(accepted.status == 200, "\(accepted.text)")
        #expect(try home.json(accepted)["status"]?.string == "accepted")
        #expect(await home.send("POST", "/api/documents/\(id)", body: "{\"reject\":true}").status == 409)
        let list = try home.json(await home.send("GET", "/api/documents?year=2026&status=accepted"))
        #expect(list.array?.contains { $0["documentId"]?.int == id } == true)
        for body in [
            "{}", "[]", "{\"accept\":true,\"reject\":true}", "{\"sett\":[]}", "{\"set\":[1]}", "no",
            "{\"accept\":1}",
        ] {
            #expect(await home.send("POST", "/api/documents/\(id)", body: body).status == 422, "\(body)")
        }
        #expect(await home.send("GET", "/documents/9999").status == 404)
        #expect(await home.send("GET", "/api/documents/x").status == 404)
    }

    @Test("Nothing secret of a PDF is in an answer, a page or the picture of its text")
    func secrets() async throws {
        let home = try await WebHome.golden()
        var texts = ""
        let uploads = [
            ("w2-avery-2025", "w2s?person=avery&year=2025"),
            ("w2-blake-2025-harbor", "w2s?person=blake&year=2025"),
            ("w2-copies-disagree", "w2s?person=avery&year=2025"),
            ("stub-avery-2026-07-31", "paystubs?person=avery&year=2026"),
            ("stub-net-wrong", "paystubs?person=avery&year=2026"),
        ]
        for (name, path) in uploads {
            let answer = await home.send("POST", "/api/\(path)", bytes: try WebHome.pdf(name))
            texts += answer.text
            if let id = try home.json(answer)["documentId"]?.int {
                texts += await home.send("GET", "/documents/\(id)").text
            }
        }
        #expect(texts.contains("page-picture"))
        #expect(texts.firstMatch(of: /000-00-0001|XXX-XX-[0-9]|Fiction|[*xX]{2,}[0-9]{3}/) == nil)
    }

    @Test("Ten uploads a minute are the most; a minute later they go on")
    func limit() async throws {
        let home = try await WebHome.golden()
        let path = "/api/paystubs?person=avery&year=2026"
        for _ in 0..<10 { #expect(await home.send("POST", path, bytes: [1, 2, 3]).status == 422) }
        let refused = await home.send("POST", path, bytes: [1, 2, 3])
        #expect(refused.status == 429)
        #expect(try home.json(refused)["retryAfterSeconds"]?.int == 60)
        home.box.wait(60)
        #expect(await home.send("POST", path, bytes: [1, 2, 3]).status == 422)
    }
}
