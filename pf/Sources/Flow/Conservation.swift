import Household

/// Proves that a flow adds up, hub by hub, without the code that made it.
enum Conservation {
    /// Checks that ids are unique, that figures and labels go together, and that each hub gives out what it takes in.
    ///
    /// Hubs: each earner's gross pay (taxes, deductions, savings and net pay come from it) and the household's
    /// cash (net pay and other income go into it; all that is not an earner's own comes from it).
    ///
    /// - Throws: ``FlowError``.
    public static func check(_ lines: [FlowLine]) throws(FlowError) {
        var ids: Set<String> = []
        for line in lines where !ids.insert(line.id).inserted { throw .doubleLine(id: line.id) }
        for column in FlowColumn.allCases {
            var total = Hub()
            var cash = Hub()
            var gross: [String: Hub] = [:]
            for line in lines {
                let amount = Int128(line[column] ?? 0)
                total.add(amount, line.section)
                if let earner = line.earner {
                    gross[earner, default: Hub()].add(amount, line.section)
                } else {
                    cash.add(amount, line.section)
                }
            }
            // Net pay is what an earner's hub passes on to the household's cash.
            for hub in gross.values { cash.taken += hub.taken - hub.given }
            try require(total, column, "the household")
            try require(cash, column, "the household's cash")
        }
    }

    /// What goes into and comes out of a hub, in cents.
    private struct Hub {
        var taken: Int128 = 0
        var given: Int128 = 0

        mutating func add(_ cents: Int128, _ section: FlowSection) {
            if section == .income { taken += cents } else { given += cents }
        }
    }

    private static func require(_ hub: Hub, _ column: FlowColumn, _ name: String) throws(FlowError) {
        guard hub.taken != hub.given else { return }
        throw .notConserved(
            column: column, hub: name, inCents: Int(clamping: hub.taken), outCents: Int(clamping: hub.given))
    }
}
