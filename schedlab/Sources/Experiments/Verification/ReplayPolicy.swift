internal import Cluster
internal import Simulation

/// Answers with stored allocations, and lets a second policy comment on each call.
struct ReplayPolicy: Policy {
    /// What was found out in the calls; shared with the caller.
    final class Findings {
        var callCount = 0
        /// The first disagreement, in words.
        var difference: String?
    }

    let contract: PolicyContract
    let findings: Findings
    private let allocations: [GavelReference.Allocation]
    /// Called with each snapshot and the stored answer; returns a disagreement.
    private let comment: (_ snapshot: borrowing Snapshot, _ stored: TimeShares, _ call: Int) throws -> String?

    init(
        contract: PolicyContract, allocations: [GavelReference.Allocation], findings: Findings,
        comment:
            @escaping (_ snapshot: borrowing Snapshot, _ stored: TimeShares, _ call: Int) throws -> String?
    ) {
        self.contract = contract
        self.allocations = allocations
        self.findings = findings
        self.comment = comment
    }

    func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        let call = findings.callCount
        findings.callCount += 1
        guard call < allocations.count else {
            throw VerificationStop.difference(
                "policy call \(call) at \(snapshot.nowSeconds) s: only \(allocations.count) are stored")
        }
        let stored = allocations[call]
        guard stored.t == snapshot.nowSeconds else {
            throw VerificationStop.difference(
                "policy call \(call) is at \(snapshot.nowSeconds) s, stored at \(stored.t) s")
        }
        let shares = try Self.shares(stored, snapshot, call: call)
        if findings.difference == nil { findings.difference = try comment(snapshot, shares, call) }
        return .timeShares(shares)
    }

    /// The stored map as a matrix over the snapshot's rows.
    private static func shares(
        _ stored: GavelReference.Allocation, _ snapshot: borrowing Snapshot, call: Int
    ) throws -> TimeShares {
        let types = snapshot.layout.types.map(\.name)
        var values: [Double] = []
        for id in snapshot.activeJobIDs {
            guard let row = stored.x[String(id)] else {
                throw VerificationStop.difference(
                    "policy call \(call) at \(snapshot.nowSeconds) s: job \(id) is active but not stored")
            }
            if let unknown = row.keys.sorted().first(where: { !types.contains($0) }) {
                throw VerificationStop.difference(
                    "policy call \(call) at \(snapshot.nowSeconds) s: job \(id) has a share of '\(unknown)', which is no type here"
                )
            }
            values += types.map { row[$0] ?? 0 }
        }
        guard stored.x.count == snapshot.jobCount else {
            throw VerificationStop.difference(
                "policy call \(call) at \(snapshot.nowSeconds) s: \(snapshot.jobCount) jobs are active, \(stored.x.count) stored"
            )
        }
        return TimeShares(jobIDs: snapshot.activeJobIDs, typeCount: types.count, shares: values)
    }
}

/// Ends a replay that has lost its track.
enum VerificationStop: Error {
    case difference(String)
}
