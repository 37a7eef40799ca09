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
            ("policy>3", false), ("cluster=v100=2,p100=4@4", false), ("workload=jobs:and so on.csv", false),
        ])
    func holds(rule: String, expected: Bool) throws {
        #expect(try Condition(rule).holds { point[$0] } == expected)
    }

    @Test(
        "what is no rule is refused",
        arguments: [
            "", "rate", "rate>", ">4", "rate>fast", "rate>1 and", "rate ~ 3", "policy=>fifo",
            "policy=fifo or rate>4",
            "policy=fifo AND rate=4", "policy=fifo && rate=4", "rate===4",
        ])
    func refused(rule: String) {
        #expect(throws: Condition.Problem.self) { try Condition(rule) }
    }
}
