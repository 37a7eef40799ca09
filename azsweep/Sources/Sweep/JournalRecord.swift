package import ARMClient
package import AzureModel
private import Foundation

/// What a journal tells, for going on.
package struct JournalRecord: Sendable {
    /// The plan, as it was confirmed.
    package let plan: Plan
    /// Where the service was.
    package let endpoint: String
    /// The version of the interface.
    package let apiVersion: String
    /// All steps, those of re-plans included, in the order of their execution.
    package private(set) var steps: [PlanStep]
    /// How far each step came, by its number.
    package private(set) var progress: [Int: StepProgress] = [:]

    /// Reads whole lines.
    ///
    /// - Throws: ``SweepError/unreadable(path:reason:)``.
    init(_ bytes: [UInt8], path: String) throws(SweepError) {
        let lines = bytes.split(separator: 0x0A)
        guard let first = lines.first, let header = JSONNode(Data(first)), header["journal"].int == 1,
            let endpoint = header["endpoint"].string, let apiVersion = header["apiVersion"].string
        else { throw .unreadable(path: path, reason: "it is no journal of azsweep") }
        plan = try PlanFile.plan(header["plan"], path: path)
        steps = plan.steps
        self.endpoint = endpoint
        self.apiVersion = apiVersion
        for (index, line) in lines.enumerated().dropFirst() {
            guard let node = JSONNode(Data(line)), let number = node["step"].int,
                let event = node["event"].string.flatMap({ Journal.Event(rawValue: $0) }),
                let place = steps.firstIndex(where: { $0.number == number })
            else { throw .unreadable(path: path, reason: "line \(index + 1) cannot be read") }
            try take(event, node, number, place, path: path)
        }
    }

    /// The plan with only the accounts of which no step was begun.
    package var untouchedAccounts: Plan {
        let begun = Set(steps.filter { progress[$0.number] != nil }.compactMap(\.id.account))
        return Plan(
            tenant: plan.tenant, subscription: plan.subscription, createdAt: plan.createdAt,
            windowDays: plan.windowDays, minAgeSeconds: plan.minAgeSeconds,
            accounts: plan.accounts.filter { !begun.contains($0.id) }, steps: [])
    }

    private mutating func take(
        _ event: Journal.Event, _ node: JSONNode, _ number: Int, _ place: Int, path: String
    ) throws(SweepError) {
        switch event {
        case .intent: progress[number] = .attempted
        case .submitted:
            progress[number] = .submitted(
                ServiceOperation(statusURL: node["operation"].string, resultURL: node["location"].string))
        case .done: progress[number] = .done(node["note"].string ?? "")
        // What failed or was left out is tried again, after a look at the resource.
        case .failed, .skipped: progress[number] = .attempted
        case .replan:
            let account = steps[place].id.account
            var added: [PlanStep] = []
            for item in node["steps"].items ?? [] {
                let step = try PlanFile.step(item, path: path)
                guard step.id.account == account, step.id != account else {
                    throw .unreadable(path: path, reason: "a re-plan leaves its account")
                }
                added.append(step)
            }
            steps.insert(contentsOf: added, at: place)
            progress[number] = .attempted
        }
    }
}

/// How far a step came.
package enum StepProgress: Sendable, Equatable {
    /// A request may have left.
    case attempted
    /// The service took it.
    case submitted(ServiceOperation)
    /// It is done; the note says what was special.
    case done(String)
}
