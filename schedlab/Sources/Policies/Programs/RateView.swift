internal import Simulation

/// How fast a policy believes a job to be on each type.
enum RateView {
    /// As fast as it is.
    case measured
    /// Equally fast everywhere, also where it cannot run.
    case ones
    /// Equally fast on all types that it can run on.
    case onesWherePossible
    /// As fast as on its fastest type on every type that it can run on.
    case fastestEverywhere

    /// Rates of a row by type; 0 = no share there.
    func rates(_ snapshot: borrowing Snapshot, _ row: Int) -> [Double] {
        let measured = snapshot.rates(row)
        switch self {
        case .measured: return measured
        case .ones: return measured.map { _ in 1 }
        case .onesWherePossible: return measured.map { $0 > 0 ? 1 : 0 }
        case .fastestEverywhere:
            let fastest = measured.max() ?? 0
            return measured.map { $0 > 0 ? fastest : 0 }
        }
    }

    /// What two jobs must have in common to have equal rates in this view; as fine as the job's class
    /// where the rates themselves count.
    func key(_ snapshot: borrowing Snapshot, _ row: Int) -> Int {
        switch self {
        case .measured, .fastestEverywhere: return snapshot.classIndex(row)
        case .ones: return 0
        case .onesWherePossible:
            var usable = 0
            for type in 0..<snapshot.typeCount where snapshot.rate(row, type: type) > 0 {
                usable |= 1 << min(type, 62)
            }
            return usable
        }
    }

    /// Steps per second of a row under its equal share.
    func equalShareStepsPerSecond(_ snapshot: borrowing Snapshot, _ row: Int) -> Double {
        zip(rates(snapshot, row), snapshot.equalShares(row)).reduce(0) { $0 + $1.0 * $1.1 }
    }
}
