/// One fact that a verdict stands on.
package struct Evidence: Sendable, Equatable {
    /// How the request ended.
    package enum Outcome: String, Sendable {
        /// Answered.
        case read
        /// Answered, without a series.
        case noSeries
        /// Not answered; the value says why.
        case failed
    }

    /// What was asked.
    package let what: String
    /// What was found, or why nothing was.
    package let value: String
    /// When.
    package let askedAt: Timestamp
    /// How the request ended.
    package let outcome: Outcome

    /// All evidence in a reading, in a fixed order.
    package static func all(in reading: AccountReading) -> [Evidence] {
        var result: [Evidence] = []
        func add(_ what: String, _ value: String, _ outcome: Outcome) {
            result.append(Evidence(what: what, value: value, askedAt: reading.askedAt, outcome: outcome))
        }
        func add<Value>(_ what: String, _ part: Reading<Value>, _ describe: (Value) -> String) {
            switch part {
            case .read(let value): add(what, describe(value), .read)
            case .failed(let reason): add(what, reason, .failed)
            case .notAsked: break
            }
        }
        add("state", reading.account.state, .read)
        add("created", reading.account.createdAt.map(\.description) ?? "not given", .read)
        add("locks", reading.locks) { scopes in
            let count = scopes.count { touches($0, reading.account.id) }
            return "\(count) on it, above or within"
        }
        add("deployments", reading.deployments) { "\($0.count)" }
        add("projects", reading.projects) { "\($0.count)" }
        add("capability hosts", reading.hosts) { "\($0.count)" }
        switch reading.metrics {
        case .read(let sums):
            for sum in sums {
                add(
                    sum.name, sum.total.map { countText($0) } ?? "no series",
                    sum.total == nil ? .noSeries : .read)
            }
        case .failed(let reason): add("metrics", reason, .failed)
        case .notAsked: break
        }
        return result
    }

    /// Whether a lock at a scope can stop the removal of an account: on it, above it, or on something within.
    static func touches(_ scope: ResourceID, _ account: ResourceID) -> Bool {
        account.isWithin(scope) || scope.isWithin(account)
    }

    /// A count that came as a floating-point number.
    package static func countText(_ value: Double) -> String {
        value.magnitude < 1e15 && value.rounded() == value ? String(Int(value)) : "\(value)"
    }
}
