/// Finds job 0 on the GPUs that are in use by the counts although they are drawn idle.
///
/// The form takes 0 for an idle GPU, so that the first job of Gavel's logs is never shown. Where exactly as many
/// GPUs of one type are missing as it takes, it is there. Which of the type's idle GPUs it holds is certain only
/// when no others are idle; else those are taken that are idle in most of its rounds.
struct VizBinJobZero {
    /// How it was found.
    enum Outcome {
        /// No GPUs are missing, or not as many as it takes.
        case notThere
        /// The only idle GPUs of the type.
        case certain
        /// Some of the type's idle GPUs.
        case guessed
    }

    /// Its index in the table of jobs.
    let job: Int
    /// GPUs that it takes.
    let scaleFactor: Int
    /// Rows in which it may run.
    let rows: ClosedRange<Int>
    /// In how many of its rounds each GPU of the file is idle.
    private var idleCount: [Int]
    private var lastIndices: [Int] = []

    init(job: Int, scaleFactor: Int, rows: ClosedRange<Int>, gpuCount: Int) {
        self.job = job
        self.scaleFactor = scaleFactor
        self.rows = rows
        idleCount = Array(repeating: 0, count: gpuCount)
    }

    /// Counts idle GPUs in the rounds in which the job runs; to be called with all rounds first.
    mutating func survey(_ state: VizBinRound, row: Int, places: VizBinLayout) {
        guard let type = missingType(state, row, places) else { return }
        for index in idle(state, type, places) { idleCount[index] += 1 }
    }

    /// The job's GPUs in a round, by their index in the file.
    mutating func find(
        in state: VizBinRound, row: Int, places: VizBinLayout
    ) -> (job: Int, indices: [Int], outcome: Outcome)? {
        guard let type = missingType(state, row, places) else { return nil }
        let idle = idle(state, type, places)
        guard idle.count >= scaleFactor else { return nil }
        if idle.count > scaleFactor, !lastIndices.isEmpty, Set(lastIndices).isSubset(of: idle) {
            return (job, lastIndices, .guessed)
        }
        let best = idle.sorted { idleCount[$0] != idleCount[$1] ? idleCount[$0] > idleCount[$1] : $0 < $1 }
        lastIndices = best.prefix(scaleFactor).sorted()
        return (job, lastIndices, idle.count == scaleFactor ? .certain : .guessed)
    }

    /// The file's type of which as many GPUs are missing as the job takes, when none are missing elsewhere.
    private func missingType(_ state: VizBinRound, _ row: Int, _ places: VizBinLayout) -> Int? {
        guard rows.contains(row) else { return nil }
        var missing = state.usedGPUsOfType.map(Int.init)
        for (index, job) in state.jobOfGPU.enumerated() where job != 0 {
            missing[places.fileTypeOfIndex[index]] -= 1
        }
        let found = missing.indices.filter { missing[$0] != 0 }
        return found.count == 1 && missing[found[0]] == scaleFactor ? found[0] : nil
    }

    private func idle(_ state: VizBinRound, _ type: Int, _ places: VizBinLayout) -> [Int] {
        state.jobOfGPU.indices.filter { state.jobOfGPU[$0] == 0 && places.fileTypeOfIndex[$0] == type }
    }
}
