import ArgumentParser

/// Where a household's pay goes.
@main
struct PfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "pf", abstract: "Where a household's pay goes.")
}
