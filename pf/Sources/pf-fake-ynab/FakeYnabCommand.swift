import ArgumentParser

/// A YNAB server for tests.
@main
struct FakeYnabCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pf-fake-ynab", abstract: "A YNAB server for tests and the demo.")
}
