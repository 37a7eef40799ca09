internal import ArgumentParser
private import Foundation
private import Kit

/// How results are printed.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
    /// For people.
    case table
    /// For programs.
    case json
    /// For spreadsheets.
    case csv
}

/// Options of every command.
struct OutputOptions: ParsableArguments {
    @Option(help: "How to print the result: table, json or csv.")
    var format: OutputFormat = .table

    @Flag(help: "Print no progress and no messages.")
    var quiet = false

    /// Whether progress bars make sense: messages are wanted and go to a terminal.
    var showsProgress: Bool { !quiet && isatty(2) == 1 }

    /// A message to standard error.
    func say(_ text: String) {
        guard !quiet else { return }
        StandardStreams.say(text + "\n")
    }

    /// An error that does not end the command, to standard error even when quiet.
    func complain(_ text: String) {
        StandardStreams.say("schedlab: \(text)\n")
    }

    /// A result to standard output; names from files cannot act on a terminal, data for programs stays as it is.
    func printResult(_ text: String) throws {
        try StandardStreams.printResult(format == .table ? Visible.lines(text) : text)
    }
}
