import Sweeps
import Testing

@Suite("Rules of sweeps")
struct ConditionTests {
    private let point = ["policy": "fifo", "rate": "4.0", "hours": ""]

    @Test(
        "rules compare numbers as numbers and everything else as text",
        arguments: [
            ("policy=fifo", true), ("policy==fifo and rate>=4", true), ("rate=4", true), ("rate != 4", false),
            ("rate>4", false), ("rate<=4 and policy!=las", true), ("rate<10", true), ("speed=1", false),
            ("speed!=1", true),
            ("policy>3", false),
        ])
    func holds(rule: String, expected: Bool) throws {
        #expect(try Condition(rule).holds { point[$0] } == expected)
    }

    @Test(
        "what is no rule is refused",
        arguments: ["", "rate", "rate>", ">4", "rate>fast", "rate>1 and", "rate ~ 3"])
    func refused(rule: String) {
        #expect(throws: Condition.Problem.self) { try Condition(rule) }
    }
}
