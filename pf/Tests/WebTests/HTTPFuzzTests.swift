import Foundation
import JSONText
import KitTesting
import PfTesting
import Store
import Testing
import WebApp

@Suite("Fuzzing of the endpoints")
struct HTTPFuzzTests {
    private static let count =
        ProcessInfo.processInfo.environment["PF_FUZZ_COUNT"].flatMap { Int($0) }.map { $0 / 100 } ?? 600

    @Test(
        "Whatever is asked with whatever body, the answer is one of section 8's and the household stays whole"
    )
    func endpoints() async throws {
        let home = try await WebHome.golden()
        let before = try Store.read(home.database).documents()
        let targets = [
            "/api/flow?year=2026&asOf=2026-09-18", "/api/sankey.svg?year=2026&column=plan&earner=avery",
            "/api/documents?year=2026",
            "/api/documents/1", "/api/budgets?year=2026", "/api/budgets/2026/5", "/api/budgets/2026",
            "/api/budgets/check?year=2026",
            "/api/reconcile?year=2026&asOf=2026-09-18", "/api/spending?year=2026&by=month",
            "/api/paystubs?person=avery&year=2026",
            "/line?year=2026&id=tax.federal", "/documents/1", "/plan?year=2026&version=2",
            "/flow?year=2026&version=1",
        ]
        let bodies = [
            "{\"accept\":true}", "{\"set\":[\"lines.0.label=x\"]}", "{\"schemaVersion\":2,\"year\":2026}",
            "{}", "[1,2]", "\u{0}", "",
        ]
        var random = SplitMix64(seed: 11)
        var statuses: Set<Int> = []
        for index in 0..<Self.count {
            var target = Array(targets[Int.random(in: 0..<targets.count, using: &random)].utf8)
            var body = Array(bodies[Int.random(in: 0..<bodies.count, using: &random)].utf8)
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 1..<target.count, using: &random)
                target[at] =
                    [37, 38, 61, 47, 45, 48, 57, 63, 43, 255, 97][Int.random(in: 0..<11, using: &random)]
                if !body.isEmpty {
                    body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(
                        in: 0...255, using: &random)
                }
            }
            // Deep nesting is what breaks readers that call themselves.
            if index % 50 == 0 { body = [UInt8](repeating: 91, count: 50_000) }
            let method = ["GET", "GET", "POST", "PUT", "HEAD", "DELETE"][
                Int.random(in: 0..<6, using: &random)]
            let answer = await home.send(
                method, String(decoding: target, as: UTF8.self), bytes: body,
                headers: [
                    ("Content-Type", index % 3 == 0 ? "application/pdf" : "application/json"),
                    ("If-Match", "\"\(Int.random(in: 0...9, using: &random))\""),
                ])
            statuses.insert(answer.status)
            #expect(
                [200, 201, 202, 304, 400, 404, 405, 409, 412, 413, 415, 422, 428, 429].contains(
                    answer.status),
                "\(method) \(String(decoding: target, as: UTF8.self)): \(answer.status) \(answer.text.prefix(200))"
            )
            #expect(!answer.text.contains(home.folder.path))
        }
        #expect(statuses.isSuperset(of: [200, 400, 404, 405, 422]))
        #expect(try Store.read(home.database).documents() == before)
    }
}
