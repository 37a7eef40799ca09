internal import Simulation

/// The shares that a job gets when the cluster is split equally: `x_ij = (N_j / m) / s_i`, each row
/// scaled down to at most 1.
///
/// - Note: Narayanan et al., OSDI 2020, section 4.2 (`X^isolated`); the scale factor enters as in the
///   published simulator.
enum EqualShare {
    /// The shares of one row, by type.
    static func shares(_ snapshot: borrowing Snapshot, row: Int) -> [Double] {
        let jobCount = Double(snapshot.jobCount)
        let scaleFactor = Double(snapshot.scaleFactor(row))
        var shares: [Double] = []
        var sum = 0.0
        for type in 0..<snapshot.typeCount {
            shares.append(Double(snapshot.gpuCount(ofType: type)) / jobCount / scaleFactor)
            sum += shares[type]
        }
        let scale = max(sum, 1)
        return shares.map { $0 / scale }
    }

    /// Steps per second of one row under its equal share.
    static func stepsPerSecond(_ snapshot: borrowing Snapshot, row: Int) -> Double {
        var total = 0.0
        for (type, share) in shares(snapshot, row: row).enumerated() {
            total += snapshot.rate(row, type: type) * share
        }
        return total
    }
}
