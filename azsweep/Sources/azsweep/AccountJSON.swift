internal import AzureModel
internal import Kit

/// Accounts and what was read of them, as JSON.
enum AccountJSON {
    /// An account's own fields.
    static func account(_ account: Account) -> [(String, JSONValue)] {
        [
            ("name", .string(account.id.name)), ("id", .string(account.id.text)),
            ("kind", .string(account.kind)), ("region", .string(account.location)),
            ("group", .string(account.id.group)), ("subscription", .string(account.id.subscription)),
            ("sku", .string(account.sku)), ("state", .string(account.state)),
            ("createdAt", account.createdAt.map { .string("\($0)") } ?? .null),
            ("etag", .string(account.etag)),
            ("tags", .object(account.tags.map { ($0.name, .string($0.value)) })),
        ]
    }

    /// What is nested in it; `null` for what could not be read.
    static func children(_ reading: AccountReading) -> [(String, JSONValue)] {
        [
            ("deployments", list(reading.deployments.value, deployment)),
            (
                "projects",
                list(reading.projects.value) { project in
                    .object([
                        ("name", .string(project.id.name)), ("id", .string(project.id.text)),
                        ("isDefault", .bool(project.isDefault)), ("state", .string(project.state)),
                    ])
                }
            ),
            (
                "capabilityHosts",
                list(reading.hosts.value) {
                    .object([("name", .string($0.id.name)), ("id", .string($0.id.text))])
                }
            ),
        ]
    }

    private static func deployment(_ deployment: Deployment) -> JSONValue {
        .object([
            ("name", .string(deployment.id.name)), ("id", .string(deployment.id.text)),
            ("model", .string(deployment.model)), ("format", .string(deployment.format)),
            ("version", .string(deployment.version)), ("sku", .string(deployment.sku)),
            ("capacityUnits", .int(deployment.capacityUnits)), ("state", .string(deployment.state)),
        ])
    }

    private static func list<Value>(_ values: [Value]?, _ json: (Value) -> JSONValue) -> JSONValue {
        values.map { .array($0.map(json)) } ?? .null
    }

    /// Why parts of a reading are missing; empty when none is.
    static func problems(_ reading: AccountReading) -> [String] {
        [
            ("deployments", reading.deployments.failure), ("projects", reading.projects.failure),
            ("capability hosts", reading.hosts.failure), ("locks", reading.locks.failure),
            ("metrics", reading.metrics.failure),
        ].compactMap { what, failure in failure.map { "\(what): \($0)" } }
    }

    /// A verdict with its reasons and evidence.
    static func judgement(_ judgement: Judgement) -> [(String, JSONValue)] {
        [
            ("verdict", .string(judgement.verdict.rawValue)), ("billing", .bool(judgement.isBilling)),
            ("calls", .number(judgement.callCount)),
            ("reasons", .array(judgement.reasons.map { .string($0) })),
            (
                "evidence",
                .array(
                    judgement.evidence.map { evidence in
                        .object([
                            ("what", .string(evidence.what)), ("value", .string(evidence.value)),
                            ("askedAt", .string("\(evidence.askedAt)")),
                            ("outcome", .string(evidence.outcome.rawValue)),
                        ])
                    })
            ),
        ]
    }

    /// What is known of its cost.
    static func cost(_ reading: AccountReading, prices: Prices?) -> (String, JSONValue) {
        guard let deployments = reading.deployments.value else { return ("cost", .null) }
        let facts = CostFacts(deployments: deployments)
        var fields: [(String, JSONValue)] = [
            ("text", .string(facts.text)),
            (
                "hourly",
                .array(
                    facts.hourly.map {
                        .object([
                            ("deployment", .string($0.id.name)), ("sku", .string($0.sku)),
                            ("units", .int($0.capacityUnits)),
                        ])
                    })
            ),
            ("perToken", .array(facts.perToken.map { .string($0.id.name) })),
        ]
        if let prices, !facts.hourly.isEmpty {
            fields.append(("estimate", prices.estimate(facts).map { .string($0) } ?? .null))
        }
        return ("cost", .object(fields))
    }
}
