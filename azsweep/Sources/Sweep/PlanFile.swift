package import ARMClient
package import AzureModel
private import Foundation
package import Kit

/// Writes and reads plans; equal plans are equal byte for byte.
package enum PlanFile {
    /// The version of the form.
    static let schema = 1
    private static let limitBytes = 64 << 20

    /// A plan as JSON, keys in a fixed order.
    package static func json(_ plan: Plan) -> JSONValue {
        .object([
            ("schema", .int(schema)), ("tenant", .string(plan.tenant)),
            ("subscription", .string(plan.subscription)), ("createdAt", .string("\(plan.createdAt)")),
            ("window", .string("\(plan.windowDays)d")), ("minAgeSeconds", .int(plan.minAgeSeconds)),
            (
                "accounts",
                .array(
                    plan.accounts.map { account in
                        .object([
                            ("id", .string(account.id.text)), ("etag", .string(account.etag)),
                            ("verdict", .string(account.verdict.rawValue)),
                            ("children", .array(account.children.map { .string($0.text) })),
                        ])
                    })
            ), ("steps", .array(plan.steps.map(json))),
        ])
    }

    /// A step as JSON.
    static func json(_ step: PlanStep) -> JSONValue {
        .object([
            ("n", .int(step.number)), ("kind", .string(step.kind.rawValue)), ("id", .string(step.id.text)),
            ("after", .array(step.after.map { .int($0) })), ("destroys", .string(step.kind.destroys)),
            ("undo", .string(step.kind.undo)),
        ])
    }

    /// Reads a plan.
    ///
    /// - Throws: ``SweepError/unreadable(path:reason:)``.
    package static func read(_ path: String) throws(SweepError) -> Plan {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.bytes(path)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        guard bytes.count <= limitBytes, let node = JSONNode(Data(bytes)) else {
            throw .unreadable(path: path, reason: "it is not JSON")
        }
        return try plan(node, path: path)
    }

    /// A plan from JSON.
    package static func plan(_ node: JSONNode, path: String) throws(SweepError) -> Plan {
        guard node["schema"].int == schema else {
            throw .unreadable(path: path, reason: "it is no plan of azsweep, schema \(schema)")
        }
        guard let tenant = node["tenant"].string, let subscription = node["subscription"].string,
            ResourceID("/subscriptions/\(subscription)") != nil,
            let createdAt = node["createdAt"].string.flatMap({ Timestamp($0) }),
            let window = node["window"].string, window.hasSuffix("d"),
            let windowDays = Int(window.dropLast()), (1...93).contains(windowDays),
            let minAge = node["minAgeSeconds"].int, minAge >= 0,
            let accountNodes = node["accounts"].items, let stepNodes = node["steps"].items
        else {
            throw .unreadable(path: path, reason: "a field of the plan is missing or not what it should be")
        }
        var accounts: [PlannedAccount] = []
        for node in accountNodes { accounts.append(try account(node, path: path)) }
        var steps: [PlanStep] = []
        for node in stepNodes { steps.append(try step(node, path: path)) }
        guard Set(accounts.map(\.id)).count == accounts.count,
            accounts.allSatisfy({ $0.id.subscription.lowercased() == subscription.lowercased() }),
            steps.map(\.number) == Array(1..<(steps.count + 1)),
            steps.allSatisfy({ step in step.after.allSatisfy { $0 > 0 && $0 < step.number } })
        else {
            throw .unreadable(
                path: path, reason: "its accounts or the numbers of its steps contradict each other")
        }
        return Plan(
            tenant: tenant, subscription: subscription, createdAt: createdAt, windowDays: windowDays,
            minAgeSeconds: minAge, accounts: accounts, steps: steps)
    }

    private static func account(_ node: JSONNode, path: String) throws(SweepError) -> PlannedAccount {
        guard let id = node["id"].string.flatMap({ ResourceID($0) }), id.type == "accounts",
            let etag = node["etag"].string,
            let verdict = node["verdict"].string.flatMap({ Verdict(rawValue: $0) }),
            let texts = node["children"].items
        else { throw .unreadable(path: path, reason: "an account of the plan cannot be read") }
        let children = texts.compactMap { $0.string.flatMap { ResourceID($0) } }
        guard children.count == texts.count, children.allSatisfy({ $0 != id && $0.isWithin(id) }) else {
            throw .unreadable(path: path, reason: "a child of \(id.name) is not of it")
        }
        return PlannedAccount(id: id, etag: etag, verdict: verdict, children: children)
    }

    /// A step from JSON.
    static func step(_ node: JSONNode, path: String) throws(SweepError) -> PlanStep {
        guard let number = node["n"].int, let id = node["id"].string.flatMap({ ResourceID($0) }),
            let kind = node["kind"].string.flatMap({ PlanStep.Kind(rawValue: $0) }),
            kind == PlanStep.Kind(of: id), let after = node["after"].items?.map(\.int),
            !after.contains(nil)
        else { throw .unreadable(path: path, reason: "a step of the plan cannot be read") }
        return PlanStep(number: number, kind: kind, id: id, after: after.compactMap { $0 })
    }
}
