private import Kit

/// A child process that is sent lines and answers with lines.
///
/// Reading and writing go on at the same time, so that neither side can block the other, and everything has one time
/// limit. The child is in our process group: what stops us at a terminal stops it, too.
final class ProcessChannel: PolicyChannel {
    let wantsLines = true
    private let child: ChildPipes
    private let timeoutSeconds: Double
    private var incoming: [UInt8] = []
    private var scannedCount = 0
    private var talk = MarkedTalk()

    /// Longest line that is read.
    static let lineLimitBytes = 8 << 20
    private static let chunkBytes = 1 << 16

    init(_ command: PolicyCommand, timeoutSeconds: Double) throws(PolicyProcessError) {
        child = try ChildPipes(command)
        self.timeoutSeconds = timeoutSeconds
    }

    /// A policy that was asked to the end may still have something to write or to say.
    deinit { close(patience: .seconds(2)) }

    /// After a failure nobody waits for long.
    func close() { close(patience: .milliseconds(200)) }

    private func close(patience: Duration) {
        child.closeInput()
        let deadline = ContinuousClock.now + patience
        while child.waitForTalk(milliseconds: Self.milliseconds(until: deadline)) { readTalk() }
        child.close()
        talk.finish()
    }

    func exchange(_ line: [UInt8], isGreeting: Bool) throws(PolicyChannelProblem) -> [UInt8] {
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        var sentCount = 0
        while true {
            if sentCount == line.count, let answer = try nextLine() { return answer }
            let millisecondsLeft = Self.milliseconds(until: deadline)
            guard millisecondsLeft > 0 else { throw late(sentCount < line.count) }
            let ready = child.wait(milliseconds: millisecondsLeft, wantsToWrite: sentCount < line.count)
            if ready.canReadTalk { readTalk() }
            if ready.canRead { try readOutput() }
            if ready.canWrite {
                guard let count = child.write(line[sentCount...]) else { throw ended() }
                sentCount += count
            }
        }
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = (deadline - ContinuousClock.now) / .milliseconds(1)
        return left <= 0 ? 0 : Int32(min(left.rounded(.up), 1_000_000_000))
    }

    /// The next line that has come in whole.
    private func nextLine() throws(PolicyChannelProblem) -> [UInt8]? {
        guard let end = incoming[scannedCount...].firstIndex(of: UInt8(ascii: "\n")) else {
            scannedCount = incoming.count
            guard scannedCount <= Self.lineLimitBytes else {
                throw PolicyChannelProblem(
                    found: "a line of more than \(Self.lineLimitBytes) bytes",
                    expected: "an answer on one line of at most \(Self.lineLimitBytes) bytes")
            }
            return nil
        }
        let line = Array(incoming[..<end])
        guard line.count <= Self.lineLimitBytes else {
            throw PolicyChannelProblem(
                found: "a line of \(line.count) bytes",
                expected: "an answer on one line of at most \(Self.lineLimitBytes) bytes")
        }
        incoming.removeFirst(end + 1)
        scannedCount = 0
        return line
    }

    private func readOutput() throws(PolicyChannelProblem) {
        switch child.read(fromOutput: true, limit: Self.chunkBytes) {
        case .bytes(let bytes): incoming += bytes
        case .nothing: return
        case .end: throw ended()
        }
    }

    private func readTalk() {
        switch child.read(fromOutput: false, limit: Self.chunkBytes) {
        case .bytes(let bytes): talk.add(bytes)
        case .nothing, .end: return
        }
    }

    private func late(_ isSending: Bool) -> PolicyChannelProblem {
        PolicyChannelProblem(
            found: isSending
                ? "it did not read its input for \(timeoutSeconds) s"
                : "no answer within \(timeoutSeconds) s",
            expected: "an answer in time (--policy-timeout SECONDS)")
    }

    /// The child has closed its output or its input: what it still said, and how it ended.
    private func ended() -> PolicyChannelProblem {
        child.closeInput()
        for _ in 0..<100 where child.wait(milliseconds: 20, wantsToWrite: false).canReadTalk { readTalk() }
        let rest = incoming.prefix(200)
        let how = child.end(withinMilliseconds: 1000)
        let half =
            rest.isEmpty ? "" : " after half a line, '\(String(decoding: rest, as: UTF8.self))'"
        return PolicyChannelProblem(found: "it \(how)\(half)", expected: "an answer")
    }
}

/// What a child says on its standard error, line by line and marked, on ours.
private struct MarkedTalk {
    private var pending: [UInt8] = []
    private static let lineLimitBytes = 4096

    mutating func add(_ bytes: [UInt8]) {
        pending += bytes
        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
            say(pending[..<end])
            pending.removeFirst(end + 1)
        }
        if pending.count > Self.lineLimitBytes { finish() }
    }

    mutating func finish() {
        if !pending.isEmpty { say(pending[...]) }
        pending = []
    }

    private func say(_ line: ArraySlice<UInt8>) {
        StandardStreams.say("policy: \(String(decoding: line, as: UTF8.self))\n")
    }
}
