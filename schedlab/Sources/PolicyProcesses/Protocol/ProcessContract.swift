internal import Simulation

/// What a policy in another process says about itself, as it answers the greeting.
struct ProcessContract: Equatable {
    /// The promises that every policy makes.
    var contract = PolicyContract(name: "", distinguishesGPUTypes: true)
    /// Whether it is told how many steps jobs have done.
    var usesProgress = false

    /// Reads the answer to the greeting.
    init(line: [UInt8]) throws(LineScanner.Problem) {
        var scanner = LineScanner(line)
        var name: String?
        var version: Int?
        var (kind, consultation) = (DecisionKind.timeShares, Consultation.whenJobsChange)
        var (knowledge, distinguishes, onlyAllocated) = (LengthKnowledge.nothing, true, false)
        var usesProgress = false
        try scanner.object("the contract") { key, scanner throws(LineScanner.Problem) in
            switch key {
            case "message": try scanner.word("\"message\"", [("contract", ())])
            case "protocol": version = try scanner.whole("\"protocol\"", in: 1...1)
            case "name": name = try scanner.text("\"name\"", limit: 200)
            case "decides":
                kind = try scanner.word(
                    "\"decides\"",
                    [("shares", .timeShares), ("queue", .orderedQueue), ("starts", .startsAndStops)])
            case "asked":
                consultation = try scanner.word(
                    "\"asked\"", [("change", .whenJobsChange), ("round", .everyRound)])
            case "knows":
                knowledge = try scanner.word(
                    "\"knows\"", [("nothing", .nothing), ("estimate", .estimate), ("truth", .truth)])
            case "progress": usesProgress = try scanner.truth("\"progress\"")
            case "distinguishesGPUTypes": distinguishes = try scanner.truth("\"distinguishesGPUTypes\"")
            case "runsOnlyAllocatedJobs": onlyAllocated = try scanner.truth("\"runsOnlyAllocatedJobs\"")
            default:
                throw LineScanner.Problem(
                    found: "the key '\(key)'",
                    expected: "message, protocol, name, decides, asked, knows, progress, "
                        + "distinguishesGPUTypes or runsOnlyAllocatedJobs")
            }
        }
        try scanner.end()
        guard let name, !name.isEmpty, version != nil else {
            throw LineScanner.Problem(
                found: "a contract without a name or without a protocol", expected: "both")
        }
        contract = PolicyContract(
            name: name, decisionKind: kind, consultation: consultation, lengthKnowledge: knowledge,
            distinguishesGPUTypes: distinguishes, runsOnlyAllocatedJobs: onlyAllocated)
        self.usesProgress = usesProgress
    }
}

extension LineScanner {
    /// Reads one of a few words, and says what it stands for.
    mutating func word<Value>(
        _ what: String, _ words: [(word: String, value: Value)]
    ) throws(Problem) -> Value {
        let found = try text(what, limit: 200)
        guard let match = words.first(where: { $0.word == found }) else {
            throw Problem(
                found: "\(what) is '\(found)'", expected: words.map(\.word).joined(separator: " or "))
        }
        return match.value
    }
}
