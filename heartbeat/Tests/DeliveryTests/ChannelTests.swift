import Foundation
import Testing

@testable import Delivery

@Suite("What channels read from answers")
struct ChannelTests {
    private func signal(_ json: String, recipients: Int = 1) -> SendResult {
        SignalChannel.result(Data(json.utf8), recipientCount: recipients)
    }

    @Test("signal: a timestamp proves nothing, every recipient's type counts")
    func signalTypes() {
        let good = #"{"number":"+15550001234"}"#
        func answer(_ types: String...) -> String {
            let results = types.map { #"{"recipientAddress":\#(good),"type":"\#($0)"}"# }.joined(
                separator: ",")
            return #"{"jsonrpc":"2.0","id":"a","result":{"timestamp":17,"results":[\#(results)]}}"#
        }
        #expect(signal(answer("SUCCESS")) == .accepted(reference: "17"))
        #expect(
            signal(answer("SUCCESS"), recipients: 2) != .accepted(reference: "17"),
            "one result of two is missing")
        #expect(signal(answer()) == .unknown("no recipient's result"))
        #expect(signal(answer("IDENTITY_FAILURE")) == .refused("IDENTITY_FAILURE for +1…34"))
        #expect(
            signal(answer("SUCCESS", "UNREGISTERED_FAILURE"), recipients: 2)
                == .refused("UNREGISTERED_FAILURE for +1…34"))
        #expect(
            signal(answer("SUCCESS", "NETWORK_FAILURE"), recipients: 2)
                == .unknown("NETWORK_FAILURE for +1…34; others got it"))
        #expect(signal("<html>") == .unknown("an answer that is not JSON"))
    }

    @Test("signal: errors carry their results, and say how long to wait")
    func signalErrors() {
        let rate = """
            {"jsonrpc":"2.0","id":"a","error":{"code":-1,"message":"Failed to send","data":{"response":{"timestamp":1,\
            "results":[{"recipientAddress":{"number":"+15550001234"},"type":"RATE_LIMIT_FAILURE","retryAfterSeconds":3600}]}}}}
            """
        #expect(signal(rate) == .notNow("RATE_LIMIT_FAILURE for +1…34", afterSeconds: 3600))
        #expect(
            signal(rate.replacingOccurrences(of: "3600", with: "1e300"))
                == .notNow("RATE_LIMIT_FAILURE for +1…34", afterSeconds: 604_800))
        #expect(
            signal(#"{"error":{"code":-32602,"message":"no account +15550000099"}}"#)
                == .notNow("no account +1…99"))
    }

    @Test("a webhook's status says what to do")
    func statuses() {
        func result(_ status: Int) -> SendResult {
            WebhookChannel.result(.answer(status: status, retryAfterSeconds: 2, body: Data()))
        }
        for status in [200, 202, 204] { #expect(result(status) == .accepted(reference: nil)) }
        for status in [301, 400, 404, 410, 422] { #expect(result(status) == .refused("HTTP \(status)")) }
        for status in [401, 403] { #expect(result(status) == .unauthorized("HTTP \(status)")) }
        for status in [408, 425, 429, 500, 503] {
            #expect(result(status) == .notNow("HTTP \(status)", afterSeconds: 2))
        }
    }

    @Test("HMAC-SHA256 of RFC 4231, cases 1, 2 and 6")
    func hmac() {
        #expect(
            HMAC.hexDigest(Array("Hi There".utf8), key: [UInt8](repeating: 0x0B, count: 20))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            HMAC.hexDigest(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            HMAC.hexDigest(
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                key: [UInt8](repeating: 0xAA, count: 131))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    @Test("Retry-After in seconds or as a date, and nonsense")
    func retryAfter() {
        #expect(RetryAfter.seconds("2") == 2)
        #expect(RetryAfter.seconds("1.5") == 2)
        #expect(RetryAfter.seconds("Wed, 01 Jan 2020 00:00:00 GMT") == 0)
        for text in ["", "soon", "-1", "nan", "1e99"] { #expect(RetryAfter.seconds(text) == nil) }
    }
}
