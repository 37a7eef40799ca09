private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Foundation
private import Kit
private import Sweep

/// Tells what is missing before it matters.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check credential, tenant, subscriptions and permissions.",
        discussion: "Example: azsweep check")

    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout
    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func run() async throws {
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let source = CredentialSource(environment: ProcessInfo.processInfo.environment)
        let inventory = Inventory(client: client, now: try CommonOptions.now())
        let subscriptions = try await inventory.subscriptions(common.subscription)
        var rows = Rows([("WHAT", .left), ("RESULT", .left), ("NEEDED BY", .left)])
        func add(_ what: String, _ result: String, _ command: String = "") {
            rows.add(
                [what, result, command],
                [("what", .string(what)), ("result", .string(result)), ("neededBy", .string(command))])
        }
        add("endpoint", "\(client.endpoint)")
        add("credential", "\(source.name): accepted")
        if subscriptions.isEmpty { add("subscriptions", "none is enabled: missing", "everything") }
        for subscription in subscriptions {
            add("subscription", "\(subscription.name) \(subscription.id), tenant \(subscription.tenant)")
            do {
                let permissions = try await Permissions(subscription: subscription.id, client: client)
                for (action, command) in Permissions.needed {
                    add(action, permissions.allow(action) ? "allowed" : "missing", command)
                }
            } catch {
                for (action, command) in Permissions.needed { add(action, "unknown: \(error)", command) }
            }
        }
        try rows.print(format)
    }
}
