private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Lists accounts with what is nested in them.
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List accounts with their deployments and projects.",
        discussion: "Example: azsweep accounts --region swedencentral --format json")

    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout
    @Option(help: "Only accounts of this region, in any case.")
    var region: String?
    @Option(help: "Only accounts of this kind, in any case.")
    var kind: String?
    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func run() async throws {
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let inventory = Inventory(client: client, now: try CommonOptions.now())
        let accounts = try await inventory.accounts(in: inventory.subscriptions(common.subscription)).filter {
            (region.map(Account.foldedRegion) ?? Account.foldedRegion($0.location))
                == Account.foldedRegion($0.location)
                && (kind?.lowercased() ?? $0.kind.lowercased()) == $0.kind.lowercased()
        }
        var rows = Rows([
            ("ACCOUNT", .left), ("KIND", .left), ("REGION", .left), ("GROUP", .left), ("DEPLOYMENTS", .right),
            ("PROJECTS", .right), ("STATE", .left), ("NOTE", .left),
        ])
        for reading in await inventory.readings(of: accounts, depth: .children) {
            let problems = AccountJSON.problems(reading)
            let account = reading.account
            rows.add(
                [
                    account.id.name, account.kind, account.location, account.id.group,
                    reading.deployments.value.map { "\($0.count)" } ?? "unknown",
                    reading.projects.value.map { "\($0.count)" } ?? "unknown", account.state,
                    problems.isEmpty ? "" : "unknown: " + problems.joined(separator: "; "),
                ],
                AccountJSON.account(account) + AccountJSON.children(reading)
                    + [("unknown", .array(problems.map { .string($0) }))])
        }
        try rows.print(format)
    }
}
