private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Foundation
private import Kit
private import Sweep

/// Plans the removal of accounts.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Plan the removal of accounts that you name; changes nothing.",
        discussion: """
            Only idle accounts are planned; --accept NAME=VERDICT takes one that is used or unknown. \
            Protected accounts are never planned.

            Example: azsweep plan exp-one exp-two -o plan.json
            """)

    @Argument(help: "Names or full ids of accounts; there is no wildcard.")
    var names: [String]
    @Option(name: .shortAndLong, help: "Where the plan goes.", completion: .file())
    var output: String
    @Flag(help: "Also remove groups in which nothing else is.")
    var deleteEmptyGroups = false
    @Option(help: "Take an account whose verdict is not idle: NAME=used or NAME=unknown.")
    var accept: [String] = []
    @OptionGroup var idle: IdleOptions
    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout

    func run() async throws {
        var accepted: [String: Verdict] = [:]
        for text in accept {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let verdict = Verdict(rawValue: parts[1].lowercased()) else {
                throw SweepError.badUsage(reason: "--accept: '\(text)' is not NAME=VERDICT")
            }
            accepted[parts[0].lowercased()] = verdict
        }
        try Self.refuseForeign(output)
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let proposal = try await Planner(client: client, now: CommonOptions.now()).plan(
            names: names, subscription: common.subscription, windowDays: idle.windowDays,
            minAgeSeconds: idle.minAge.seconds, accepted: accepted, deletesEmptyGroups: deleteEmptyGroups)
        try AtomicFile.write(PlanFile.json(proposal.plan).indented, to: output)
        for note in proposal.notes { StandardStreams.say(Visible.text(note) + "\n") }
        let count = proposal.plan.steps.count
        StandardStreams.say(
            "\(output): \(count) steps; 'azsweep apply \(output)' shows them and sends only GET\n")
    }

    /// A file that is no plan is the user's own and stays.
    private static func refuseForeign(_ path: String) throws(SweepError) {
        guard FileKind.of(path) == .file,
            let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size > 0,
            (try? PlanFile.read(path)) == nil
        else { return }
        throw .refused(reason: "\(path) is there already and is no plan")
    }
}
