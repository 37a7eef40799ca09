private import ChildProcesses
private import Settings

/// Starts a program that reads the text from standard input; no shell sees its arguments.
struct CommandChannel: Channel {
    let arguments: [String]
    let environment: [(String, String)]
    let folder: String
    /// When given, the text goes out as a mail with this subject.
    let subject: String?
    let secrets: [String]
    let limitSeconds: Double
    // Whoever repeats a mail sends it twice; but its id is the same, and most programs say how it ended.
    let recognizesRepeats = true

    /// Exit codes that no later try changes: usage, data, no such user, not permitted.
    private static let permanent: Set<Int32> = [64, 65, 67, 77]

    func send(_ letter: Letter) async -> SendResult {
        let own = [
            ("HEARTBEAT_MESSAGE_ID", letter.id), ("HEARTBEAT_TASK", letter.task),
            ("HEARTBEAT_DUE", letter.due),
            ("HEARTBEAT_POSSIBLE_REPEAT", letter.mayBeRepeat ? "1" : "0"),
        ]
        let process: ChildProcess
        do throws(ChildProcessError) {
            process = try ChildProcess(
                arguments, environment: environment + own, folder: folder, input: mail(letter) ?? letter.text)
        } catch {
            return .notNow("\(error)")
        }
        let ending = await process.ending(timeoutSeconds: limitSeconds, outputLimitBytes: 1 << 20)
        if ending.timedOut { return .unknown("no end within \(Int(limitSeconds)) s", tookTooLong: true) }
        if ending.status == 0 { return .accepted(reference: nil) }
        let words = Masking.text(Masking.without(secrets, ending.lastMessage))
        let reason = "exit \(ending.status)\(words.isEmpty ? "" : ": \(words)")"
        return Self.permanent.contains(ending.status) ? .refused(reason) : .notNow(reason)
    }

    func problem() async -> String? {
        guard let name = arguments.first else { return "its argv is empty" }
        let path = environment.first { $0.0 == "PATH" }?.1 ?? ""
        return ChildProcess.find(name, path: path, folder: folder) == nil
            ? "program '\(name)' not found" : nil
    }

    /// The text as a mail: without a header of its own its first words would be taken for one.
    private func mail(_ letter: Letter) -> String? {
        guard let subject else { return nil }
        let words = "\(subject): \(letter.task)".map { $0.isNewline ? " " : $0 }
        return """
            Subject: \(String(words))
            Message-ID: <\(letter.id)@heartbeat>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            \(letter.text)

            """
    }
}
