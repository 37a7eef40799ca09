import Testing

@testable import Workbench

@Suite("Who may ask the server")
struct GuardTests {
    private let own = Guard(token: String(repeating: "ab", count: 16), port: 8080)

    private func request(_ headers: [String: String], method: String = "GET") -> Request {
        Request(method: method, path: "/", headers: ["host": "127.0.0.1:8080"].merging(headers) { $1 })
    }

    @Test(
        "foreign hosts, origins, methods and bodies are refused",
        arguments: [
            (["host": "evil.example:8080"], "GET", 403), (["host": "127.0.0.1:81"], "GET", 403),
            (["host": ""], "GET", 403), (["origin": "http://evil.example"], "GET", 403),
            (["origin": "null"], "GET", 403), ([:], "POST", 405),
            (["content-length": "300000000"], "GET", 413),
            (["content-length": "x"], "GET", 413), (["transfer-encoding": "chunked"], "GET", 413),
        ] as [([String: String], String, Int)])
    func refused(headers: [String: String], method: String, status: Int) throws {
        let error = #expect(throws: Refusal.self) { try own.check(request(headers, method: method)) }
        #expect(error?.status == status)
    }

    @Test("its own pages are answered")
    func accepted() throws {
        try own.check(request([:]))
        try own.check(request(["host": "LOCALHOST:8080", "origin": "http://localhost:8080"], method: "HEAD"))
        try own.checkToken(request([Guard.tokenHeader: own.token]))
    }

    @Test(
        "a wrong token is refused",
        arguments: ["", "ab", String(repeating: "ab", count: 17), String(repeating: "ac", count: 16)])
    func token(given: String) {
        #expect(throws: Refusal.self) { try own.checkToken(request([Guard.tokenHeader: given])) }
    }

    @Test("tokens have 128 bits")
    func bits() {
        var random = SystemRandomNumberGenerator()
        let tokens = (0..<100).map { _ in Guard.newToken(using: &random) }
        #expect(Set(tokens).count == 100 && tokens.allSatisfy { $0.utf8.count == 32 })
    }
}
