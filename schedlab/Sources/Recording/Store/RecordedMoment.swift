/// What a record says of a time inside a round.
package struct RecordedMoment {
    /// The state before the last round that began by then.
    package var before: RecordState
    /// That round; nil when none had begun.
    package var round: RecordedRound?
    /// What happened from its beginning on, also after the time.
    package var events: [RecordedEvent] = []
    /// The jobs of the last ordered queue by then, first to start first; nil when there is none.
    package var queue: [Int]?

    init(before: RecordState) { self.before = before }
}
