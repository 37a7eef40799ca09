/// What may become of an account; the first that applies.
package enum Verdict: String, Sendable, CaseIterable {
    /// Must not be removed.
    case protected
    /// Not enough is known.
    case unknown
    /// Somebody uses it.
    case used
    /// Nobody does.
    case idle
}

/// A verdict with its reasons.
package struct Judgement: Sendable, Equatable {
    /// The verdict.
    package let verdict: Verdict
    /// Why; empty for `idle`.
    package let reasons: [String]
    /// Whether an idle account has a deployment that bills by the hour.
    package let isBilling: Bool
    /// Calls in the window by the metric that counts most of them; nil when not all are known.
    package let callCount: Double?
    /// What all this stands on.
    package let evidence: [Evidence]

    /// Judges an account.
    ///
    /// - Parameters:
    ///   - reading: Everything that was read.
    ///   - now: The time of the reading.
    ///   - minAgeSeconds: Accounts younger than this are `unknown`.
    package init(of reading: AccountReading, now: Timestamp, minAgeSeconds: Int) {
        let protections = Self.protections(reading)
        let gaps = Self.gaps(reading, now: now, minAgeSeconds: minAgeSeconds)
        let sums = (reading.metrics.value ?? []).compactMap(\.total)
        let calls = reading.metrics.value == nil ? nil : sums.reduce(0, +)
        evidence = Evidence.all(in: reading)
        callCount = sums.isEmpty ? nil : calls
        if !protections.isEmpty {
            (verdict, reasons) = (.protected, protections)
        } else if !gaps.isEmpty {
            (verdict, reasons) = (.unknown, gaps)
        } else if let calls, calls > 0 {
            (verdict, reasons) = (.used, ["\(Evidence.countText(calls)) calls in the window"])
        } else {
            (verdict, reasons) = (.idle, [])
        }
        isBilling = verdict == .idle && (reading.deployments.value ?? []).contains(where: \.isProvisioned)
    }

    private static func protections(_ reading: AccountReading) -> [String] {
        let account = reading.account
        var result: [String] = []
        for scope in (reading.locks.value ?? []).sorted() where Evidence.touches(scope, account.id) {
            result.append("a lock on \(scope.type) \(scope.name)")
        }
        if account.tags.contains(where: {
            $0.name.lowercased() == "azsweep" && $0.value.lowercased() == "keep"
        }) {
            result.append("the tag azsweep=keep")
        }
        if account.privateEndpointCount > 0 {
            result.append("\(account.privateEndpointCount) private endpoint(s) approved")
        }
        return result
    }

    private static func gaps(_ reading: AccountReading, now: Timestamp, minAgeSeconds: Int) -> [String] {
        let account = reading.account
        var result: [String] = []
        let parts: [(String, String?)] = [
            ("locks", reading.locks.failure), ("deployments", reading.deployments.failure),
            ("projects", reading.projects.failure), ("capability hosts", reading.hosts.failure),
            ("metrics", reading.metrics.failure),
        ]
        for (what, failure) in parts { if let failure { result.append("\(what): \(failure)") } }
        if let createdAt = account.createdAt {
            if now.seconds - createdAt.seconds < minAgeSeconds { result.append("created \(createdAt)") }
        } else {
            result.append("its age is not given")
        }
        let states =
            [(account.id, account.state)]
            + (reading.deployments.value ?? []).map { ($0.id, $0.state) }
            + (reading.projects.value ?? []).map { ($0.id, $0.state) }
            + (reading.hosts.value ?? []).map { ($0.id, $0.state) }
        for (id, state) in states where !ProvisioningState.isTerminal(state) {
            result.append("\(id.name) is in the state '\(state)'")
        }
        if let sums = reading.metrics.value {
            for name in account.requiredMetrics
            where sums.first(where: { $0.name.lowercased() == name.lowercased() })?.total == nil {
                result.append("no series of \(name)")
            }
        } else if case .notAsked = reading.metrics {
            result.append("metrics were not asked for")
        }
        return result
    }
}
