internal import Recording

/// From when to when a run lasts on its clock, found without reading it whole.
struct RunSpan {
    /// When its first round began.
    private(set) var fromSeconds = 0.0
    /// Where its clock stood at the end; not before the beginning.
    private(set) var toSeconds = 0.0

    private struct Found: Error {}

    init(_ record: RunRecord) throws {
        guard record.roundCount > 0 else { return }
        var first = 0.0
        do {
            try record.forEachEvent { event in
                guard case .roundBegan(let round) = event else { return }
                first = round.nowSeconds
                throw Found()
            }
        } catch is Found {}
        fromSeconds = first
        toSeconds = max(try record.state(atSeconds: .infinity).clockSeconds, first)
    }
}
