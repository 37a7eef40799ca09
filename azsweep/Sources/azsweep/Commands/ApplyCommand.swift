private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Foundation
private import Kit
private import Sweep

/// Shows a plan, or carries it out.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Show the steps of a plan; with --execute, carry it out.",
        discussion: """
            Reads everything again first and stops when anything differs from the plan. Each account must be \
            confirmed by its name.

            Example: azsweep apply plan.json --execute --confirm exp-one --confirm exp-two
            """)

    @Argument(help: "The plan.", completion: .file())
    var plan: String
    @Flag(help: "Carry it out; without this only GET is sent.")
    var execute = false
    @Option(help: "Name of an account that may be removed; all of the plan must be confirmed.")
    var confirm: [String] = []
    @Option(help: "Where the journal goes; default: PLAN.journal.", completion: .file())
    var journal: String?
    @Option(help: "The most accounts that one sweep may remove.")
    var max = 10
    @Option(help: "table or json.")
    var format = OutputFormat.table
    @OptionGroup var pace: SweepPace
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let value = try PlanFile.read(plan)
        let journalPath = journal ?? plan + ".journal"
        if execute {
            try Journal.refuseExisting(journalPath)
            try confirmAll(value)
        }
        let client = try common.client(timeout: pace.timeout, allowsWrites: execute)
        try await Planner(client: client, now: CommonOptions.now()).check(value, path: plan)
        guard execute else {
            try SweepReport.preview(value, format: format)
            StandardStreams.say("dry run: nothing was sent but GET; --execute carries it out\n")
            return
        }
        let log = try Journal.create(
            path: journalPath, plan: value, endpoint: "\(client.endpoint)", apiVersion: client.apiVersion,
            now: CommonOptions.clock())
        let executor = Executor(
            client: client, journal: log, parallel: pace.parallel,
            conflictLimitSeconds: Double(pace.conflictTimeout.seconds), report: SweepReport.tell)
        try SweepReport.end(
            await executor.run(plan: value, steps: value.steps, progress: [:]), journal: journalPath,
            format: format)
    }

    /// Every account of the plan, and no other, must be confirmed by its name.
    private func confirmAll(_ plan: Plan) throws(SweepError) {
        guard plan.accounts.count <= max else {
            throw .refused(reason: "the plan removes \(plan.accounts.count) accounts, --max is \(max)")
        }
        let names = confirm.isEmpty ? Self.typed(plan) : confirm
        var left = plan.accounts.map(\.id)
        for name in names {
            let folded = name.lowercased()
            guard
                let index = left.firstIndex(where: { $0.folded == folded || $0.name.lowercased() == folded })
            else {
                throw .refused(reason: "--confirm \(name): no such account in the plan, or confirmed twice")
            }
            left.remove(at: index)
        }
        guard left.isEmpty else {
            throw .refused(
                reason:
                    "not confirmed: \(left.map(\.name).joined(separator: ", ")); give --confirm NAME for each"
            )
        }
    }

    /// Asks for the names at a terminal.
    private static func typed(_ plan: Plan) -> [String] {
        guard isatty(STDIN_FILENO) == 1 else { return [] }
        return plan.accounts.compactMap { account in
            StandardStreams.say(Visible.text("type the name of \(account.id) to confirm its removal: "))
            return readLine().flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

/// How fast a sweep goes and when it gives up.
struct SweepPace: ParsableArguments {
    @Option(help: "Accounts at a time.")
    var parallel = 4
    @Option(help: "The sweep stops after this and can be resumed.")
    var timeout = Span(seconds: 3_600)
    @Option(help: "How long RequestConflict is waited out for one step.")
    var conflictTimeout = Span(seconds: 1_800)

    func validate() throws {
        guard (1...32).contains(parallel) else {
            throw ValidationError("--parallel: \(parallel) is not 1 to 32")
        }
    }
}
