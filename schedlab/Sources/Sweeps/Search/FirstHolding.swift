/// Which of 0 ..< count to look at next, to find the first that holds.
///
/// Takes for granted that what holds goes on holding, but only where a failure was beyond doubt: below the first that holds
/// everything is looked at down to the nearest failure without doubt.
struct FirstHolding {
    private struct Finding {
        let holds: Bool
        let isSure: Bool
    }

    private var findings: [Finding?]

    init(count: Int) { findings = Array(repeating: nil, count: count) }

    /// What to look at next; nil when the search is over.
    var next: Int? {
        guard let last = findings.indices.last else { return nil }
        if findings[0] == nil { return 0 }
        if findings[0]?.holds == true { return nil }
        if findings[last] == nil { return last }
        let upper = findings.firstIndex { $0?.holds == true } ?? findings.count
        // The nearest failure below that leaves no doubt; everything between has to be looked at, the middle first.
        let sure = findings[..<upper].lastIndex { $0?.isSure == true && $0?.holds == false } ?? 0
        if upper < findings.count, let lower = findings[..<upper].lastIndex(where: { $0 != nil }),
            upper - lower > 1
        {
            return (lower + upper) / 2
        }
        return findings[sure..<upper].lastIndex { $0 == nil }
    }

    /// Notes what was found.
    mutating func note(_ index: Int, holds: Bool, isSure: Bool) {
        findings[index] = Finding(holds: holds, isSure: isSure)
    }
}
