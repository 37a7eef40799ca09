private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Lists what can be recovered.
struct DeletedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deleted", abstract: "List deleted accounts that can still be recovered.",
        discussion: "Example: azsweep deleted --format json")

    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout
    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func run() async throws {
        let now = try CommonOptions.now()
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let inventory = Inventory(client: client, now: now)
        let subscriptions = try await inventory.subscriptions(common.subscription)
        var rows = Rows([
            ("ACCOUNT", .left), ("KIND", .left), ("REGION", .left), ("GROUP", .left), ("DELETED", .left),
            ("HOURS LEFT", .right),
        ])
        for account in try await inventory.deletedAccounts(in: subscriptions.map(\.id)) {
            let hours = account.hoursLeft(at: now)
            rows.add(
                [
                    account.id.name, account.kind, account.location, account.id.group,
                    account.deletedAt.map(\.description) ?? "unknown", hours.map { "\($0) h" } ?? "unknown",
                ],
                [
                    ("name", .string(account.id.name)), ("id", .string(account.id.text)),
                    ("kind", .string(account.kind)), ("region", .string(account.location)),
                    ("group", .string(account.id.group)),
                    ("deletedAt", .string(account.deletedAt.map(\.description) ?? "unknown")),
                    ("purgeAt", .string(account.purgeAt.map(\.description) ?? "unknown")),
                    ("hoursLeft", hours.map { .int($0) } ?? .string("unknown")),
                ])
        }
        try rows.print(format)
    }
}
