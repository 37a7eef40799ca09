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
        #expect(Date().timeIntervalSince(start) < 2.5)
    }

    @Test("A lost connection and half a body leave the effect open; no connection means not sent")
    func lost() async throws {
        for mode in ["reset", "half"] {
            let service = try FakeService(fault: mode)
            do {
                _ = try await URLSessionTransport().send(request(service, .get), limitSeconds: 5)
                Issue.record("\(mode) gave an answer")
            } catch {
                guard case .noAnswer = error as? TransportError else {
                    Issue.record("\(mode): \(error)")
                    continue
                }
            }
        }
        let nobody = ARMRequest(method: .delete, url: try #require(URL(string: "http://127.0.0.1:1/x")))
        do {
            _ = try await URLSessionTransport().send(nobody, limitSeconds: 5)
            Issue.record("nobody answered")
        } catch {
            guard case .unreachable = error as? TransportError else { throw error }
        }
    }

    @Test("A redirect is an answer, not a way")
    func redirect() async throws {
        let service = try FakeService(fault: "redirect")
        #expect(try await URLSessionTransport().send(request(service, .get), limitSeconds: 5).status == 302)
    }
}
