internal import Simulation

/// How fast a policy believes a job to be on each type.
enum RateView {
    /// As fast as it is, also on a type that has fewer GPUs than it takes (as in the original).
    case measured
    /// As fast as it is on all types that it can run on.
    case measuredWherePossible
    /// Equally fast everywhere, also where it cannot run.
    case ones
    /// Equally fast on all types that it can run on.
    case onesWherePossible
    /// As fast as on its fastest type on every type that it can run on.
    case fastestEverywhere

    /// Whether GPU types look alike.
    ///
    /// Then any split over types is as good as any other, and the canonical one is the split of an equal share:
    /// a corner would park jobs on one type, perhaps the slowest, for long.
    var isBlind: Bool {
        switch self {
        case .measured, .measuredWherePossible: false
        case .ones, .onesWherePossible, .fastestEverywhere: true
        }
    }

    /// Rates of a row by type; 0 = no share there.
    func rates(_ snapshot: borrowing Snapshot, _ row: Int) -> [Double] {
        let measured = snapshot.rates(row)
        switch self {
        case .measured: return measured
        case .ones: return measured.map { _ in 1 }
        case .measuredWherePossible: return usable(snapshot, row, measured)
        case .onesWherePossible: return usable(snapshot, row, measured).map { $0 > 0 ? 1 : 0 }
        case .fastestEverywhere:
            let usable = usable(snapshot, row, measured)
            let fastest = usable.max() ?? 0
            return usable.map { $0 > 0 ? fastest : 0 }
        }
    }

    /// The measured rates without those on types with too few GPUs.
    private func usable(_ snapshot: borrowing Snapshot, _ row: Int, _ measured: [Double]) -> [Double] {
        var rates = measured
        for type in rates.indices where snapshot.gpuCount(ofType: type) < snapshot.scaleFactor(row) {
            rates[type] = 0
        }
        return rates
    }

    /// What two jobs must have in common to have equal rates in this view; as fine as the job's class
    /// where the rates themselves count.
    func key(_ snapshot: borrowing Snapshot, _ row: Int) -> Int {
        switch self {
        case .measured, .measuredWherePossible, .fastestEverywhere: return snapshot.classIndex(row)
        case .ones: return 0
        case .onesWherePossible:
            var usable = 0
            for (type, rate) in rates(snapshot, row).enumerated() where rate > 0 {
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
