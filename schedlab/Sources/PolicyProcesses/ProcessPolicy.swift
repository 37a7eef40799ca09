public import Simulation

/// A policy that another program is: it is sent what changed and answers, line by line.
///
/// The program's state is its own, so a copy of the value is not a copy of the policy.
public struct ProcessPolicy: Policy {
    /// What the program says of itself.
    public let contract: PolicyContract
    /// The line with which it answered the greeting.
    public let greeting: [UInt8]
    /// The last answer, for the record.
    public private(set) var recordedAnswer: [UInt8]?

    private let channel: any PolicyChannel
    private let commandText: String
    private let givesReservations: Bool
    private var changes: SnapshotChanges
    private var lineCount = 1

    /// Greets a policy.
    ///
    /// - Parameters:
    ///   - command: Its command, for messages.
    ///   - channel: The way to it.
    ///   - greeting: What it is told first.
    /// - Throws: ``PolicyProcessError/failed(command:moment:problem:expected:)``.
    init(
        _ command: PolicyCommand, channel: any PolicyChannel, greeting: PolicyGreeting
    ) throws(PolicyProcessError) {
        commandText = command.text
        givesReservations = greeting.mechanism == "run-to-completion"
        self.channel = channel
        let moment = PolicyProcessError.Moment(round: nil, nowSeconds: 0, line: 1)
        do throws(PolicyChannelProblem) {
            self.greeting = try channel.exchange(greeting.line, isGreeting: true)
        } catch {
            throw .failed(
                command: command.text, moment: moment, problem: error.found, expected: error.expected)
        }
        do throws(LineScanner.Problem) {
            let contract = try ProcessContract(line: self.greeting)
            self.contract = contract.contract
            changes = SnapshotChanges(contract, gpuCounts: greeting.gpuCounts)
        } catch {
            channel.close()
            throw .failed(
                command: command.text, moment: moment, problem: error.found, expected: error.expected)
        }
    }

    /// Starts a program and greets it.
    ///
    /// - Parameters:
    ///   - command: Program and arguments.
    ///   - greeting: What it is told first.
    ///   - timeoutSeconds: How long each of its answers may take.
    /// - Returns: The policy, which has said what it is.
    /// - Throws: ``PolicyProcessError``.
    public static func starting(
        _ command: PolicyCommand, greeting: PolicyGreeting, timeoutSeconds: Double
    ) throws(PolicyProcessError) -> ProcessPolicy {
        let channel = try ProcessChannel(command, timeoutSeconds: timeoutSeconds)
        return try ProcessPolicy(command, channel: channel, greeting: greeting)
    }

    /// A policy that gives the answers of an earlier run again.
    ///
    /// - Returns: The policy as it was then.
    /// - Throws: ``PolicyProcessError`` when the first of them is no contract.
    public static func replaying(
        _ answers: RecordedAnswers, of command: PolicyCommand, greeting: PolicyGreeting
    ) throws(PolicyProcessError) -> ProcessPolicy {
        try ProcessPolicy(command, channel: ReplayChannel(answers), greeting: greeting)
    }

    /// Sends what changed and reads the answer.
    ///
    /// - Throws: ``PolicyProcessError/failed(command:moment:problem:expected:)``.
    public mutating func decide(_ snapshot: borrowing Snapshot) throws -> Decision {
        lineCount += 1
        let message = changes.next(snapshot, isWritten: channel.wantsLines)
        do throws(PolicyChannelProblem) {
            let line = try channel.exchange(message, isGreeting: false)
            recordedAnswer = line
            return try decision(line, snapshot)
        } catch {
            channel.close()
            throw PolicyProcessError.failed(
                command: commandText,
                moment: .init(round: snapshot.roundNumber, nowSeconds: snapshot.nowSeconds, line: lineCount),
                problem: error.found, expected: error.expected)
        }
    }

    private func decision(
        _ line: [UInt8], _ snapshot: borrowing Snapshot
    ) throws(PolicyChannelProblem) -> Decision {
        do throws(LineScanner.Problem) {
            return try AnswerReader(snapshot, givesReservations: givesReservations).decision(
                line, number: changes.decision, kind: contract.decisionKind)
        } catch {
            throw PolicyChannelProblem(found: error.found, expected: error.expected)
        }
    }
}
