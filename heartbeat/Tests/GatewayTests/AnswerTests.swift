import HeartbeatFile
import Ledger
import Testing

@testable import Gateway

@Suite("What an agent's answer means")
struct AnswerTests {
    @Test("HEARTBEAT_OK first or last, with at most 300 other characters, is quiet")
    func quiet() {
        let long = String(repeating: "x", count: 301)
        #expect(Answer("HEARTBEAT_OK\n") == .quiet)
        #expect(Answer("All is well.\nHEARTBEAT_OK") == .quiet)
        #expect(Answer("HEARTBEAT_OK, nothing new") == .quiet)
        #expect(Answer("HEARTBEAT_OK" + long) == .text("HEARTBEAT_OK" + long, isAlert: false))
        #expect(Answer("I say HEARTBEAT_OK here") == .text("I say HEARTBEAT_OK here", isAlert: false))
    }

    @Test("ALERT: at the beginning is an alert; silence is a failure")
    func others() {
        #expect(Answer("ALERT: fire\nmore") == .text("ALERT: fire\nmore", isAlert: true))
        #expect(Answer("no\nALERT: fire") == .text("no\nALERT: fire", isAlert: false))
        #expect(Answer(" \n\t") == .failure("empty answer"))
    }

    @Test("say decides what becomes a message", arguments: [TaskSpec.Say.always, .changes, .never])
    func say(say: TaskSpec.Say) {
        let verdict = Verdict(.text("a", isAlert: false), say, lastText: "a", textUnderWay: nil)
        #expect(verdict.state == (say == .always ? .spoke : .quiet))
        let other = Verdict(.text("a", isAlert: true), say, lastText: "a", textUnderWay: "b")
        #expect(other.state == (say == .never ? .quiet : .spoke))
        #expect(Verdict(.failure("exit 1"), say, lastText: nil, textUnderWay: nil).state == .failed)
    }
}
