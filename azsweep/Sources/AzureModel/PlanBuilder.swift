/// Puts removals into the only order that works (F1, F2, F9).
package enum PlanBuilder {
    /// The nested resources of an account in the order of their removal.
    ///
    /// Project hosts, projects (the default one last), account hosts, deployments (those that bill by
    /// the hour first); within each by id.
    package static func orderedChildren(of reading: AccountReading) -> [ResourceID] {
        let hosts = (reading.hosts.value ?? []).sorted { $0.id < $1.id }
        let projects = (reading.projects.value ?? []).sorted {
            ($0.isDefault ? 1 : 0, $0.id) < ($1.isDefault ? 1 : 0, $1.id)
        }
        let deployments = (reading.deployments.value ?? []).sorted {
            ($0.isProvisioned ? 0 : 1, $0.id) < ($1.isProvisioned ? 0 : 1, $1.id)
        }
        return hosts.filter(\.isOfProject).map(\.id) + projects.map(\.id)
            + hosts.filter { !$0.isOfProject }.map(\.id) + deployments.map(\.id)
    }

    /// The steps that remove accounts and then groups.
    ///
    /// - Parameters:
    ///   - readings: The accounts; the order given does not matter.
    ///   - groups: Groups that hold nothing else.
    /// - Returns: Steps numbered from 1; each comes after the one before it in its account, because an
    ///   account takes one operation at a time (F3).
    package static func steps(for readings: [AccountReading], groups: [ResourceID]) -> [PlanStep] {
        var steps: [PlanStep] = []
        var lastOfGroup: [ResourceID: [Int]] = [:]
        for reading in readings.sorted(by: { $0.account.id < $1.account.id }) {
            var after: [Int] = []
            for id in orderedChildren(of: reading) + [reading.account.id] {
                guard let kind = PlanStep.Kind(of: id) else { continue }
                steps.append(PlanStep(number: steps.count + 1, kind: kind, id: id, after: after))
                after = [steps.count]
            }
            if let group = reading.account.id.groupID { lastOfGroup[group, default: []] += after }
        }
        for group in groups.sorted() {
            steps.append(
                PlanStep(
                    number: steps.count + 1, kind: .resourceGroup, id: group,
                    after: lastOfGroup[group] ?? []))
        }
        return steps
    }

    /// Which of a plan's facts no longer hold.
    ///
    /// - Parameters:
    ///   - planned: The account as it was.
    ///   - reading: As it is; nil when it is not there any more.
    ///   - judgement: Its verdict now.
    /// - Returns: One sentence for each difference.
    package static func drift(
        of planned: PlannedAccount, reading: AccountReading?, judgement: Judgement?
    ) -> [String] {
        guard let reading, let judgement else { return ["\(planned.id.name): it is not there any more"] }
        var result: [String] = []
        let name = planned.id.name
        if planned.etag != reading.account.etag {
            result.append("\(name): its etag is \(reading.account.etag), was \(planned.etag)")
        }
        if planned.verdict != judgement.verdict {
            let why = judgement.reasons.joined(separator: "; ")
            result.append(
                "\(name): its verdict is \(judgement.verdict.rawValue)\(why.isEmpty ? "" : " (\(why))"), "
                    + "was \(planned.verdict.rawValue)")
        }
        let (was, now) = (Set(planned.children), Set(reading.childIDs))
        for id in now.subtracting(was).sorted() { result.append("\(name): new: \(id)") }
        for id in was.subtracting(now).sorted() { result.append("\(name): gone: \(id)") }
        return result
    }
}
