private import ARMClient
internal import ArgumentParser
private import AzureModel
private import Kit
private import Sweep

/// Shows everything that is known about an account.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one account: what is in it, its verdict and the evidence.",
        discussion: "Example: azsweep show exp-one")

    @Argument(help: "Name or full id of the account.")
    var name: String
    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout
    @OptionGroup var idle: IdleOptions
    @Option(help: "table or json.")
    var format = OutputFormat.table

    func validate() throws {
        if format == .csv { throw ValidationError("--format: show prints table or json") }
    }

    func run() async throws {
        let now = try CommonOptions.now()
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let inventory = Inventory(client: client, now: now)
        let accounts = try await inventory.accounts(in: inventory.subscriptions(common.subscription))
        let id = try Inventory.one(named: name, among: accounts.map(\.id), what: "account")
        let readings = await inventory.readings(
            of: accounts.filter { $0.id == id }, depth: .evidence(windowDays: idle.windowDays))
        for reading in readings {
            let judgement = Judgement(of: reading, now: now, minAgeSeconds: idle.minAge.seconds)
            guard format == .table else {
                let fields =
                    AccountJSON.account(reading.account) + AccountJSON.children(reading)
                    + AccountJSON.judgement(judgement) + [AccountJSON.cost(reading, prices: nil)]
                try StandardStreams.printResult(JSONValue.object(fields).indented)
                continue
            }
            try StandardStreams.printResult(
                Self.text(reading, judgement).map { Visible.text($0) + "\n" }.joined())
        }
    }

    private static func text(_ reading: AccountReading, _ judgement: Judgement) -> [String] {
        let account = reading.account
        var lines = [
            "\(account.id.name): \(judgement.verdict.rawValue)"
                + (judgement.reasons.isEmpty ? "" : " (\(judgement.reasons.joined(separator: "; ")))"),
            "  id          \(account.id)", "  kind        \(account.kind), \(account.sku)",
            "  region      \(account.location)",
            "  created     \(account.createdAt.map(\.description) ?? "unknown")",
            "  cost        "
                + (reading.deployments.value.map { CostFacts(deployments: $0).text } ?? "unknown"),
        ]
        for deployment in reading.deployments.value ?? [] {
            lines.append(
                "  deployment  \(deployment.id.name): \(deployment.format) \(deployment.model) "
                    + "\(deployment.version), \(deployment.sku), \(deployment.capacityUnits) units")
        }
        for project in reading.projects.value ?? [] {
            lines.append("  project     \(project.id.name)\(project.isDefault ? " (default)" : "")")
        }
        for host in reading.hosts.value ?? [] { lines.append("  host        \(host.id.name)") }
        lines.append("  evidence, asked for at \(reading.askedAt):")
        for evidence in judgement.evidence {
            lines.append(
                "    \(evidence.what): \(evidence.value)\(evidence.outcome == .failed ? " (failed)" : "")")
        }
        return lines
    }
}
