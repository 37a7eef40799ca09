internal import Experiments
private import PolicyProcesses
private import Recording

extension RunCommand {
    /// Puts the settings of the record behind `--replay` before the flags on the command line.
    ///
    /// - Parameter arguments: The arguments after the program's name.
    /// - Returns: The same with the record's settings taken in.
    /// - Throws: `RecordError`, `FileError`, `PolicyProcessError`.
    static func withReplayedSettings(_ arguments: [String]) throws -> [String] {
        guard arguments.first == "run", let path = replayPath(arguments) else { return arguments }
        let record = try RunRecord(path: path)
        var flags: [String] = []
        for setting in try replay(of: record).settings {
            let known = Experiment.settings.first { $0.name == setting.name }
            flags += known?.arguments(setting.value) ?? []
        }
        switch record.provenance.reasons {
        case .none: flags += ["--reasons", "none"]
        case .all: flags += ["--reasons", "all"]
        case .jobs(let ids):
            flags += ["--reasons", ids.sorted().map { "\($0)" }.joined(separator: ",")]
        }
        return ["run"] + flags + arguments.dropFirst()
    }

    private static func replayPath(_ arguments: [String]) -> String? {
        let flag = "--replay"
        if let index = arguments.firstIndex(of: flag) {
            return index + 1 < arguments.count ? arguments[index + 1] : nil
        }
        return arguments.first { $0.hasPrefix(flag + "=") }.map { String($0.dropFirst(flag.count + 1)) }
    }

    private static func replay(of record: RunRecord) throws -> PolicyReplay {
        guard let replay = record.provenance.replay else {
            throw PolicyProcessError.cannotReplay(
                problem: "\(record.path): not the record of an exec: policy, so it holds no answers",
                remedy: "run its command again: the policy is part of schedlab")
        }
        return replay
    }

    /// Takes the answers of a record up, and sees to it that nothing else differs from its run.
    func takeUp(_ path: String, _ experiment: inout Experiment) throws {
        let record = try RunRecord(path: path)
        let replay = try Self.replay(of: record)
        for setting in Experiment.settings {
            let recorded = replay.settings.first { $0.name == setting.name }?.value
            let given = setting.value(of: experiment)
            guard recorded == given else {
                throw PolicyProcessError.cannotReplay(
                    problem:
                        "--\(setting.name) is \(given ?? "not given"), in \(path) it is \(recorded ?? "not given")",
                    remedy: "leave it out: --replay takes all settings from the record")
            }
        }
        experiment.replayedAnswers = RecordedAnswers(
            greeting: Array(replay.greeting.utf8), answers: try record.answers())
    }
}
