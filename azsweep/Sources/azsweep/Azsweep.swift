internal import ArgumentParser

/// The command `azsweep`.
@main
struct Azsweep {
    static func main() async {
        do {
            var command = try RootCommand.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            ExitStatus.end(with: error)
        }
    }
}

/// The root of all commands.
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "azsweep",
        abstract: "Find unused Azure AI accounts and remove them safely.",
        discussion: """
            Shows which accounts are used, idle or unknown, with the evidence; plans the only order of removal \
            that the service accepts; carries out what was confirmed by name; undoes it for 48 hours.

            Results go to standard output, messages to standard error. Nothing is changed without --execute.
            Exit codes: 0 done; 1 a step failed; 2 bad usage; 65 plan or journal unreadable; 66 the world \
            changed since the plan, or a name was not found; 69 service unreachable or throttled; 75 time ran \
            out or interrupted, resumable; 77 credential or permission; 78 refused by a rule of safety.
            Credentials: AZSWEEP_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or 'az login'.
            Completions: azsweep --generate-completion-script bash|zsh|fish

            Example: azsweep idle --window 30d
            """,
        version: "0.1.0",
        subcommands: [
            AccountsCommand.self, ShowCommand.self, IdleCommand.self, PlanCommand.self, ApplyCommand.self,
            ResumeCommand.self, WatchCommand.self, DeletedCommand.self, RecoverCommand.self,
            PurgeCommand.self, CheckCommand.self,
        ])
}
