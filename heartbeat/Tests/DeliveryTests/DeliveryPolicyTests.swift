import Delivery
import Testing

@Suite("What follows from the end of a try")
struct DeliveryPolicyTests {
    private func step(
        _ result: SendResult, tries: Int = 1, uncertain: Int = 0, recognizesRepeats: Bool = true
    ) -> DeliveryPolicy.Step {
        DeliveryPolicy.step(
            after: result, id: "id", tries: tries, uncertain: uncertain, recognizesRepeats: recognizesRepeats,
            now: 1_000)
    }

    @Test("what was taken is taken; what is refused is given up")
    func ends() {
        #expect(step(.accepted(reference: "7")) == .accept(reference: "7"))
        #expect(step(.refused("HTTP 404")) == .bury("HTTP 404"))
    }

    @Test("the eighth failure is the last, of whatever kind")
    func last() {
        for result in [SendResult.notNow("x"), .unauthorized("x"), .unknown("x")] {
            guard case .retry = step(result, tries: 7) else {
                Issue.record("\(result)")
                continue
            }
            #expect(step(result, tries: 8) == .bury("x; given up after 8 tries"))
        }
    }

    @Test("waits grow from 5 s to 15 min, and differ from message to message", arguments: 1...8)
    func waits(tries: Int) {
        var waits: Set<Int> = []
        for id in 0..<100 {
            let step = DeliveryPolicy.step(
                after: .notNow("x"), id: "\(id)", tries: min(tries, 7), uncertain: 0, recognizesRepeats: true,
                now: 0)
            guard case .retry(let time, _, false, nil) = step else {
                Issue.record("\(step)")
                continue
            }
            #expect((5...900).contains(time))
            waits.insert(time)
        }
        #expect(waits.count > 1)
    }

    @Test("a route whose credential is refused rests for an hour, one that asks to wait as long as it asks")
    func breakers() {
        #expect(step(.unauthorized("x")) == .retry(at: 4_600, "x", isUncertain: false, routeOpensAt: 4_600))
        #expect(
            step(.notNow("x", afterSeconds: 3_600))
                == .retry(at: 4_600, "x", isUncertain: false, routeOpensAt: 4_600))
    }

    @Test("what may have arrived is repeated once where it would be seen twice")
    func uncertain() {
        guard case .retry(_, _, true, nil) = step(.unknown("x"), recognizesRepeats: false) else {
            Issue.record("the first is repeated")
            return
        }
        #expect(
            step(.unknown("x"), tries: 2, uncertain: 1, recognizesRepeats: false)
                == .bury("x; it may have arrived, and was repeated once"))
    }
}
