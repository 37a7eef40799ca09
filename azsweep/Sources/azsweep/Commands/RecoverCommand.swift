internal import ARMClient
internal import ArgumentParser
internal import AzureModel
private import Kit
private import Sweep

/// Brings a deleted account back.
struct RecoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Bring a deleted account back; its projects and deployments stay lost.",
        discussion: "Example: azsweep recover exp-one --execute")

    @Argument(help: "Name or full id of the deleted account.")
    var name: String
    @Flag(help: "Do it; without this only GET is sent.")
    var execute = false
    @Flag(help: "Create the account's group again when it is gone.")
    var recreateGroup = false
    @OptionGroup var pace: SweepPace
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let client = try common.client(timeout: pace.timeout, allowsWrites: execute)
        let deleted = try await DeletedChoice.one(name, client: client, common: common)
        guard let account = deleted.accountID else {
            throw SweepError.notFound(what: "deleted account", name: name, near: [])
        }
        let restorer = Restorer(client: client)
        let hasGroup = try await restorer.hasGroup(account)
        guard hasGroup || recreateGroup else {
            throw SweepError.notFound(
                what: "resource group (--recreate-group creates it again in \(deleted.location))",
                name: account.group, near: [])
        }
        guard execute else {
            if !hasGroup {
                try StandardStreams.printResult(
                    Visible.text("would create the group \(account.group)") + "\n")
            }
            try StandardStreams.printResult(Visible.text("would recover \(account)") + "\n")
            StandardStreams.say("dry run: nothing was sent but GET; --execute carries it out\n")
            return
        }
        if !hasGroup { try await restorer.createGroup(of: account, location: deleted.location) }
        try await restorer.recover(
            deleted, to: account, conflictLimitSeconds: Double(pace.conflictTimeout.seconds))
        try StandardStreams.printResult(Visible.text("recovered \(account)") + "\n")
    }
}

/// Finds a deleted account by name.
enum DeletedChoice {
    static func one(_ name: String, client: ARMClient, common: CommonOptions) async throws -> DeletedAccount {
        let inventory = Inventory(client: client, now: try CommonOptions.now())
        let all = try await inventory.deletedAccounts(
            in: inventory.subscriptions(common.subscription).map(\.id))
        let id = try Inventory.one(named: name, among: all.map(\.id), what: "deleted account")
        guard let account = all.first(where: { $0.id == id }) else {
            throw SweepError.notFound(what: "deleted account", name: name, near: [])
        }
        return account
    }
}
