internal import ARMClient
internal import ArgumentParser
internal import AzureModel
private import Kit
private import Sweep

/// Judges all accounts.
struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "Say which accounts are used, idle or unknown, and why.",
        discussion: """
            protected: a lock, the tag azsweep=keep or a private endpoint; unknown: evidence is missing, or the \
            account is young; used: calls in the window; idle: none. Costs other than those of deployments are \
            not seen.

            Example: azsweep idle --window 30d --prices prices.csv
            """)

    @OptionGroup var common: CommonOptions
    @OptionGroup var time: ReadTimeout
    @OptionGroup var idle: IdleOptions
    @Option(help: "CSV file 'sku,usdPerUnitHour' for estimates.", completion: .file())
    var prices: String?
    @Option(help: "table, json or csv.")
    var format = OutputFormat.table

    func run() async throws {
        let list = try prices.map { path throws(SweepError) in try Prices(path: path) }
        let now = try CommonOptions.now()
        let client = try common.client(timeout: time.timeout, allowsWrites: false)
        let inventory = Inventory(client: client, now: now)
        let accounts = try await inventory.accounts(in: inventory.subscriptions(common.subscription))
        var rows = Rows([
            ("ACCOUNT", .left), ("KIND", .left), ("REGION", .left), ("DEPLOYMENTS", .right),
            ("PROJECTS", .right), ("CALLS \(idle.window)", .right), ("VERDICT", .left), ("NOTE", .left),
        ])
        for reading in await inventory.readings(of: accounts, depth: .evidence(windowDays: idle.windowDays)) {
            let judgement = Judgement(of: reading, now: now, minAgeSeconds: idle.minAge.seconds)
            rows.add(
                [
                    reading.account.id.name, reading.account.kind, reading.account.location,
                    reading.deployments.value.map { "\($0.count)" } ?? "?",
                    reading.projects.value.map { "\($0.count)" } ?? "?",
                    judgement.callCount.map(Evidence.countText) ?? "?", judgement.verdict.rawValue,
                    IdleNote.text(reading, judgement, prices: list),
                ],
                AccountJSON.account(reading.account) + AccountJSON.children(reading)
                    + AccountJSON.judgement(judgement) + [AccountJSON.cost(reading, prices: list)])
        }
        try rows.print(format)
    }
}

/// What a row of the table says beside the verdict.
enum IdleNote {
    static func text(_ reading: AccountReading, _ judgement: Judgement, prices: Prices?) -> String {
        var parts: [String] = []
        if judgement.isBilling { parts.append("billing") }
        if [.protected, .unknown].contains(judgement.verdict) { parts += judgement.reasons }
        let facts = CostFacts(deployments: reading.deployments.value ?? [])
        if !facts.hourly.isEmpty {
            parts.append(facts.text)
            if let prices { parts.append(prices.estimate(facts) ?? "no estimate: a SKU has no price") }
        }
        let count = reading.projects.value?.count ?? 0
        if judgement.verdict == .idle, count > 0 {
            parts.append("\(count) project\(count == 1 ? "" : "s") would be lost for ever")
        }
        return parts.joined(separator: "; ")
    }
}
