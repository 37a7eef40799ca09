import ARMClient
import Foundation
import ServiceTesting
import Testing

@Suite("URLSession's traps on Linux (decision 0030)")
struct TransportTests {
    private func request(_ service: FakeService, _ method: ARMRequest.Method) throws -> ARMRequest {
        ARMRequest(method: method, url: try #require(URL(string: service.endpoint + "/x")))
    }

    @Test(
        "A write goes out once, also when kept-alive connections die",
        arguments: [ARMRequest.Method.delete, .post, .put])
    func onceOnly(method: ARMRequest.Method) async throws {
        let service = try FakeService(fault: "die")
        let transport = URLSessionTransport()
        for _ in 0..<3 {
            #expect(try await transport.send(request(service, .get), limitSeconds: 5).status == 200)
            await #expect(throws: TransportError.self) {
                try await transport.send(request(service, method), limitSeconds: 5)
            }
        }
        #expect(try service.lines().filter { $0.hasPrefix(method.rawValue) }.count == 3)
    }

    @Test("A deadline ends a hang and a drip", arguments: ["hang", "drip"])
    func deadline(mode: String) async throws {
        let service = try FakeService(fault: mode)
        let start = Date()
        await #expect(throws: TransportError.deadlinePassed) {
            try await URLSessionTransport().send(request(service, .get), limitSeconds: 1)
        }
        #expect(Date().timeIntervalSince(start) < 3, "the deadline and two seconds")
    }

    @Test("A lost connection and half a body leave the effect open; no connection means not sent")
    func lost() async throws {
        for mode in ["reset", "half"] {
            let service = try FakeService(fault: mode)
            let error = await failure(try request(service, .get))
            guard case .noAnswer? = error else {
                Issue.record("\(mode): \(String(describing: error))")
                continue
            }
        }
        let nobody = ARMRequest(method: .delete, url: try #require(URL(string: "http://127.0.0.1:1/x")))
        let error = await failure(nobody)
        guard case .unreachable? = error else {
            Issue.record("nobody: \(String(describing: error))")
            return
        }
    }

    /// Why a request has no answer; nil when it has one.
    private func failure(_ request: ARMRequest) async -> TransportError? {
        do throws(TransportError) {
            _ = try await URLSessionTransport().send(request, limitSeconds: 5)
            return nil
        } catch {
            return error
        }
    }

    @Test("A redirect is an answer, not a way")
    func redirect() async throws {
        let service = try FakeService(fault: "redirect")
        #expect(try await URLSessionTransport().send(request(service, .get), limitSeconds: 5).status == 302)
    }
}
