import ARMClient
import Foundation
import Synchronization
import Testing

/// Answers from a list, in order; remembers what was asked.
private final class Script: Transport {
    private let answers: Mutex<[ARMResponse]>
    private let requests = Mutex<[ARMRequest]>([])

    init(_ answers: [ARMResponse]) { self.answers = Mutex(answers) }

    var seen: [ARMRequest] { requests.withLock { $0 } }

    func send(_ request: ARMRequest, limitSeconds: Double) async throws(TransportError) -> ARMResponse {
        requests.withLock { $0.append(request) }
        let answer = answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        guard let answer else { throw .noAnswer("the script has ended") }
        return answer
    }
}

@Suite("The client")
struct ClientTests {
    private func client(
        _ script: Script, source: CredentialSource = .token("secret-1"), writes: Bool = true,
        limitSeconds: Double = 60
    ) throws -> ARMClient {
        ARMClient(
            endpoint: try Endpoint("https://management.azure.com"), transport: script,
            tokens: TokenStore(source: source, transport: script),
            pacer: Pacer(limitSeconds: limitSeconds, scale: 0.001), allowsWrites: writes)
    }

    private func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> ARMResponse {
        ARMResponse(status: status, headers: headers, body: Data(text.utf8))
    }

    @Test("Without leave nothing but GET is sent")
    func readOnly() async throws {
        let script = Script([])
        let client = try client(script, writes: false)
        for method in [ARMRequest.Method.delete, .put, .post] {
            await #expect(throws: ARMError.self) { try await client.write(method, "/subscriptions/s") }
        }
        #expect(script.seen.isEmpty)
    }

    @Test("A refused token is renewed once")
    func renews() async throws {
        let token = { (text: String) in self.json(#"{"access_token": "\#(text)", "expires_in": 3600}"#) }
        let script = Script([
            token("one"), json("{}", status: 401), token("two"), json(#"{"a": 1}"#), json("{}", status: 401),
            token("three"), json("{}", status: 401),
        ])
        let source = CredentialSource.clientSecret(
            authority: "https://login.microsoftonline.com", tenant: "t", client: "c", secret: "s+&=")
        let client = try client(script, source: source)
        #expect(try await client.get("/subscriptions/s")["a"].int == 1)
        await #expect(throws: ARMError.self) { try await client.get("/subscriptions/s") }
        #expect(script.seen.count == 7)
        let body = String(decoding: script.seen[0].body ?? Data(), as: UTF8.self)
        #expect(body.contains("client_secret=s%2B%26%3D&"))
        #expect(
            script.seen[0].url.absoluteString.hasPrefix(
                "https://login.microsoftonline.com/t/oauth2/v2.0/token"))
    }

    @Test("A lost read is tried again, a lost write is not")
    func lost() async throws {
        let script = Script([])
        let client = try client(script)
        await #expect(throws: ARMError.self) { try await client.get("/subscriptions/s") }
        #expect(script.seen.count == 4)
        await #expect(throws: ARMError.self) { try await client.write(.delete, "/subscriptions/s") }
        #expect(script.seen.count == 5)
    }

    @Test("A Retry-After longer than there is time ends at once")
    func throttled() async throws {
        let script = Script([json("{}", status: 429, headers: ["Retry-After": "3600"])])
        await #expect(throws: ARMError.throttled(path: "/subscriptions/s", seconds: 3_600)) {
            try await client(script).get("/subscriptions/s")
        }
        #expect(script.seen.count == 1)
    }

    @Test(
        "A nextLink must lead to the same scheme, host and port",
        arguments: [
            "http://management.azure.com/x", "https://management.azure.com:444/x",
            "https://management.azure.com.evil/x",
            "https://evil@management.azure.com/x", "//management.azure.com/x", "/x", "x",
        ])
    func foreign(link: String) async throws {
        let script = Script([json(#"{"value": [], "nextLink": "\#(link)"}"#)])
        await #expect(throws: ARMError.self) { try await client(script).list("/subscriptions") { _ in } }
        #expect(script.seen.count == 1)
    }

    @Test("Pages that lead in a circle end")
    func circle() async throws {
        let link = "https://management.azure.com/subscriptions?api-version=1"
        let page = json(#"{"value": [], "nextLink": "\#(link)"}"#)
        let script = Script([page, page, page, page])
        await #expect(throws: ARMError.self) { try await client(script).list("/subscriptions") { _ in } }
        #expect(script.seen.count == 2)
    }

    @Test("An operation is asked for by its first address; what it says decides")
    func operations() async throws {
        let url = "https://management.azure.com/op?s=1"
        for (answers, hasStatus, end) in [
            (
                [json(#"{"status": "InProgress"}"#), json(#"{"status": "Succeeded"}"#)], true,
                ServiceOperationEnd.succeeded
            ),
            (
                [json(#"{"status": "Failed", "error": {"code": "C", "message": "M"}}"#)], true,
                .failed(code: "C", message: "M")
            ),
            ([json(#"{"status": "Canceled"}"#)], true, .failed(code: "Canceled", message: "no reason given")),
            ([json("", status: 202), json("", status: 204)], false, .succeeded),
            ([json("", status: 404)], true, .unknown(reason: "HTTP 404 for the operation")),
        ] {
            let operation = ServiceOperation(
                statusURL: hasStatus ? url : nil, resultURL: hasStatus ? nil : url)
            let result = try await client(Script(answers)).end(
                of: operation, path: "/x", firstWaitSeconds: nil)
            #expect(result == end)
        }
        let elsewhere = ServiceOperation(statusURL: "https://evil/op", resultURL: nil)
        let script = Script([])
        let end = try await client(script).end(of: elsewhere, path: "/x", firstWaitSeconds: nil)
        guard case .unknown = end else { return #expect(Bool(false), "\(end)") }
        #expect(script.seen.isEmpty)
    }

    @Test("Retry-After is read as seconds and as a date")
    func retryAfter() {
        #expect(RetryAfter.seconds(json("", headers: ["retry-after": "7"])) == 7)
        #expect(RetryAfter.seconds(json("", headers: ["RETRY-AFTER": "Thu, 01 Jan 1970 00:00:00 GMT"])) == 0)
        #expect(RetryAfter.seconds(json("", headers: ["Retry-After": "soon"])) == nil)
        #expect(RetryAfter.seconds(json("")) == nil)
    }

    @Test("Numbers 0 and 1 are numbers, true and false are not")
    func numbers() throws {
        let node = try #require(JSONNode(Data(#"{"a": 0, "b": 1, "c": true, "d": 1.5}"#.utf8)))
        #expect(node["a"].double == 0 && node["b"].int == 1 && node["d"].double == 1.5)
        #expect(node["c"].double == nil && node["c"].bool == true && node["b"].bool == nil)
    }

    @Test("Plain http leads to this machine only")
    func plain() throws {
        for text in ["http://127.0.0.1:8080", "http://localhost:1", "https://example.org"] {
            #expect(throws: Never.self) { try Endpoint(text) }
        }
        for text in [
            "http://example.org", "http://127.0.0.1.evil.org", "ftp://localhost", "",
            "https://a:b@example.org",
        ] {
            #expect(throws: ARMError.self) { try Endpoint(text) }
        }
    }
}
