/// Watches a run: records, metrics, logs and progress bars are observers.
public protocol Observer: AnyObject {
    /// Takes note of an event. Events come in order of simulated time.
    ///
    /// - Throws: When it cannot go on, for example because a disk is full; the run then ends.
    func observe(_ event: borrowing SimulationEvent) throws
}
