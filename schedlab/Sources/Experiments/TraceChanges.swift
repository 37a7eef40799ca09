internal import Workload

/// Makes other traces of the same kind out of a recorded one: its weeks drawn anew, its arrivals closer together.
///
/// One trace gives one number; drawn anew for several seeds it gives an interval. Weeks are drawn whole, with repetition,
/// so that what belongs together (nights, weekends, bursts) stays together: the block bootstrap.
///
/// - Note: H. R. Künsch, "The jackknife and the bootstrap for general stationary observations", Annals of Statistics
///   17(3), 1989.
struct TraceChanges {
    /// What is drawn as a whole.
    enum Block: String, CaseIterable {
        case days, weeks

        var seconds: Double { self == .days ? 86_400 : 7 * 86_400 }
    }

    /// What is drawn anew; nil = nothing.
    private let block: Block?
    /// How many times as fast the jobs arrive.
    private let speed: Double
    private let seed: UInt64

    /// A last block with at most this part missing is taken as whole: of a week, a day.
    private static let missingPart = 1.0 / 7

    /// Reads an experiment's settings.
    ///
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)``.
    init(_ experiment: Experiment) throws(ExperimentError) {
        speed = experiment.arrivalSpeed ?? 1
        seed = experiment.seed
        guard let name = experiment.resampling else {
            block = nil
            return
        }
        guard let block = Block(rawValue: name) else {
            throw .badSetting(
                name: "--resample", found: "'\(name)'",
                expected: Block.allCases.map(\.rawValue).joined(separator: " or "))
        }
        self.block = block
    }

    /// The changed trace, and what was done in words.
    ///
    /// - Parameter list: The trace.
    /// - Returns: Its jobs by their new arrivals, numbered anew.
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)`` for a trace that is too short to be drawn from.
    func applied(to list: JobList) throws(ExperimentError) -> (list: JobList, notes: [String]) {
        guard block != nil || speed != 1 else { return (list, []) }
        var jobs = list.jobs
        var notes: [String] = []
        if let block {
            let drawn = try self.drawn(jobs, block)
            jobs = drawn.jobs
            notes.append(
                "\(drawn.order.count) \(block.rawValue) drawn anew with the seed \(seed), counted from 0: "
                    + drawn.order.map(String.init).joined(separator: ", "))
        }
        if speed != 1 { notes.append("jobs arrive \(speed) times as fast as in the file") }
        for index in jobs.indices {
            jobs[index].arrivalSeconds /= speed
            // What a real scheduler did with the recorded trace says nothing of this one.
            jobs[index].details?.recordedStartSeconds = nil
        }
        return (JobList(jobs), notes)
    }

    private func drawn(
        _ jobs: [Job], _ block: Block
    ) throws(ExperimentError) -> (jobs: [Job], order: [Int]) {
        let first = jobs.first?.arrivalSeconds ?? 0
        let spanned = ((jobs.last?.arrivalSeconds ?? 0) - first) / block.seconds
        let count = Int((spanned + Self.missingPart).rounded(.down))
        guard count >= 2 else {
            throw .badSetting(
                name: "--resample",
                found: "\(block.rawValue), but the arrivals span \((spanned * 100).rounded() / 100) of them",
                expected: "a trace of at least two whole \(block.rawValue)")
        }
        var members = [[Job]](repeating: [], count: count)
        for job in jobs {
            let index = Int(((job.arrivalSeconds - first) / block.seconds).rounded(.down))
            if index < count { members[index].append(job) }
        }
        var stream = CPythonRandom(seed: seed &+ 4)
        let order = (0..<count).map { _ in stream.index(below: count) }
        var drawn: [Job] = []
        for (place, source) in order.enumerated() {
            for var job in members[source] {
                job.arrivalSeconds += Double(place - source) * block.seconds
                drawn.append(job)
            }
        }
        return (drawn, order)
    }
}
