internal import Experiments
internal import Recording
internal import Simulation

extension ExperimentRun {
    /// Runs a prepared experiment and writes it down.
    ///
    /// A run that an error ends leaves a record of all rounds up to there.
    init(_ prepared: PreparedExperiment, observers: [any Observer], recorder: RunRecorder?) throws {
        do {
            try self.init(prepared, observers: observers + (recorder.map { [$0] } ?? []))
        } catch {
            try? recorder?.breakOff()
            throw error
        }
    }
}
