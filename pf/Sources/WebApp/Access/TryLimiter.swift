/// Counts wrong tries by address.
struct TryLimiter {
    private struct Entry {
        var count: Int
        var lastSeconds: Int
    }

    private var entries: [String: Entry] = [:]

    /// Seconds that an address has to wait; nil = it need not.
    mutating func waitSeconds(_ address: String, now seconds: Int) -> Int? {
        guard let entry = entries[address] else { return nil }
        let rest = entry.lastSeconds + WebLimits.lockSeconds - seconds
        guard rest > 0 else {
            entries[address] = nil
            return nil
        }
        return entry.count > WebLimits.wrongTries ? rest : nil
    }

    /// Counts a wrong try.
    mutating func count(_ address: String, now seconds: Int) {
        entries[address] = Entry(count: (entries[address]?.count ?? 0) + 1, lastSeconds: seconds)
        guard entries.count > WebLimits.addresses else { return }
        // Whoever tried longest ago is forgotten first.
        let oldest = entries.min { ($0.value.lastSeconds, $0.key) < ($1.value.lastSeconds, $1.key) }
        if let oldest { entries[oldest.key] = nil }
    }
}
