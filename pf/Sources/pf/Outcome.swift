import ArgumentParser
import JSONText
import Kit
import Operations

/// What a command printed and how it ends.
struct Outcome {
    var text: String
    var exit: Int32 = PfExit.done
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp("The database; default $PF_HOME/pf.db.", valueName: "path"))
    var database: String?

    @Flag(help: "JSON over several lines, for people.")
    var pretty = false

    /// JSON as asked for, with a line feed.
    func text(_ json: JSON) -> String { (pretty ? json.prettyText : json.text) + "\n" }

    /// Tells what a person should know about the figures.
    static func note(_ text: String) { StandardStreams.say("pf: note: \(text)\n") }

    /// Runs a command's work and prints what came of it.
    func run(isJSON: Bool = true, _ work: () async throws -> Outcome) async throws {
        let outcome: Outcome
        do { outcome = try await work() } catch {
            let failure = Failure(error)
            StandardStreams.say("pf: \(failure.message)\n")
            if isJSON { try? StandardStreams.printResult(text(failure.json)) }
            throw ExitCode(failure.exit)
        }
        do { try StandardStreams.printResult(outcome.text) } catch {
            StandardStreams.say("pf: \(error)\n")
            throw ExitCode(SystemExit.inputOutputFailed.rawValue)
        }
        if outcome.exit != PfExit.done { throw ExitCode(outcome.exit) }
    }
}
