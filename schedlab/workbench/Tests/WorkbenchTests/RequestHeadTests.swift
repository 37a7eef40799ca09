import KitTesting
import Testing

@testable import Workbench

@Suite("Heads of requests")
struct RequestHeadTests {
    private func head(_ text: String) throws -> RequestHead { try RequestHead(Array(text.utf8)) }

    @Test("a browser's request is read")
    func browser() throws {
        let head = try head(
            "GET /api/runs/7f/parts/why?job=3&round=-1&x=a%26b+c HTTP/1.1\r\nHost: 127.0.0.1:80\r\nX-Schedlab-Token:  ab \r\nAccept: a\r\nAccept: b\r\n\r\n"
        )
        #expect(head.request.method == "GET" && head.request.path == "/api/runs/7f/parts/why")
        #expect(head.request.query == ["job": "3", "round": "-1", "x": "a&b c"])
        #expect(
            head.request.headers == ["host": "127.0.0.1:80", "x-schedlab-token": "ab", "accept": "a, b"])
        #expect(head.keepsOpen && !head.announcesBody)
    }

    @Test(
        "a connection stays open as the standard has it",
        arguments: [
            ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false),
            ("HTTP/1.1", "Connection: x, CLOSE\r\n", false), ("HTTP/1.0", "", false),
            ("HTTP/1.0", "Connection: keep-alive\r\n", true),
        ])
    func keepsOpen(version: String, field: String, expected: Bool) throws {
        #expect(try head("GET / \(version)\r\n\(field)\r\n").keepsOpen == expected)
    }

    @Test(
        "what follows a head is announced",
        arguments: [
            ("Content-Length: 0", false), ("Content-Length: 00", false), ("Content-Length: 1", true),
            ("Content-Length: -1", true), ("Content-Length:", true), ("Transfer-Encoding: chunked", true),
        ])
    func announcesBody(field: String, expected: Bool) throws {
        #expect(try head("POST / HTTP/1.1\r\n\(field)\r\n\r\n").announcesBody == expected)
    }

    @Test(
        "what is no request is refused",
        arguments: [
            ("", 400), ("\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("GET /\r\n\r\n", 400),
            ("GET  / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1 x\r\n\r\n", 400),
            ("G\u{0}T / HTTP/1.1\r\n\r\n", 400), ("GET x HTTP/1.1\r\n\r\n", 400),
            ("GET http://a/ HTTP/1.1\r\n\r\n", 400), ("GET /%4 HTTP/1.1\r\n\r\n", 400),
            ("GET /%+4 HTTP/1.1\r\n\r\n", 400), ("GET /%ff HTTP/1.1\r\n\r\n", 400),
            ("GET /?a=%zz HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/2\r\n\r\n", 505),
            ("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\na b: x\r\n\r\n", 400), ("GET / HTTP/1.1\r\na: \u{1}\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400),
            ("GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n", 400),
        ] as [(String, Int)])
    func refused(text: String, status: Int) {
        let refusal = #expect(throws: Refusal.self) { try head(text) }
        #expect(refusal?.status == status)
    }

    @Test("a head is bounded", arguments: [(101, 1), (1, 20_000)])
    func bounded(fieldCount: Int, length: Int) {
        let field = "a: \(String(repeating: "b", count: length))\r\n"
        let refusal = #expect(throws: Refusal.self) {
            try head("GET / HTTP/1.1\r\n\(String(repeating: field, count: fieldCount))\r\n")
        }
        #expect(refusal?.status == 431)
    }

    @Test("the end of a head is found wherever the bytes are cut")
    func end() {
        for text in ["GET / HTTP/1.1\r\nA: b\r\n\r\nrest", "GET / HTTP/1.1\nA: b\n\nrest"] {
            let bytes = Array(text.utf8)
            let expected = bytes.count - 4
            for cut in 0...bytes.count {
                #expect(RequestHead.end(in: Array(bytes[..<cut])) == (cut < expected ? nil : expected))
                #expect(RequestHead.end(in: bytes, from: min(cut, expected - 1)) == expected)
            }
        }
    }

    private func some(_ pieces: [String], _ random: inout SplitMix64) -> String {
        (0..<Int(random.next() % 4)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
    }

    @Test("10,000 random heads are read or refused, and none ends the program")
    func random() {
        var random = SplitMix64(seed: 14)
        let pieces = [
            "GET ", "/", " HTTP/1.1", "\r\n", "\n", "Host: x", ":", "%", "%41", "?", "&", "=",
            "\u{0}", " ", "é",
        ]
        var refusals = 0
        for _ in 0..<10_000 {
            let (target, fields) = (some(pieces, &random), some(pieces, &random))
            do { _ = try head("GET /\(target) HTTP/1.1\r\n\(fields)\r\n\r\n") } catch { refusals += 1 }
        }
        #expect(refusals > 1000 && refusals < 10_000)
    }
}
