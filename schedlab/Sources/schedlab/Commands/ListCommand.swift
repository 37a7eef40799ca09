internal import ArgumentParser
private import Cluster
private import Experiments
private import Kit
private import Simulation

/// `schedlab list`: what there is.
struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List policies, placements, mechanisms, quirks, clusters or workloads, one line each.",
        discussion: "Example: schedlab list policies")

    /// What can be listed.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case policies
        case placements
        case mechanisms
        case quirks
        case clusters
        case workloads
    }

    @Argument(help: "policies, placements, mechanisms, quirks, clusters or workloads.")
    var kind: Kind

    @OptionGroup(title: "Output") var output: OutputOptions

    func run() throws {
        let heading: [String]
        let rows: [[String]]
        switch kind {
        case .policies:
            heading = ["name", "known as", "what it does"]
            rows = PolicyRegistry.all.map { [$0.name, $0.title, $0.summary] }
        case .placements:
            heading = ["name", "what it does", "in Kubernetes"]
            rows = PlacementRegistry.all.map { [$0.name, $0.summary, $0.kubernetesCousin] }
        case .mechanisms:
            heading = ["name", "what it does"]
            rows = MechanismCatalogue.all.map { [$0.name, $0.summary] }
        case .quirks:
            heading = ["name", "what gavel does", "without it"]
            rows = GavelQuirk.allCases.map { [$0.rawValue, $0.summary, $0.alternative] }
        case .clusters:
            heading = ["name", "what it is", "spec"]
            rows = ClusterPreset.all.map { [$0.name, $0.summary, $0.spec] }
        case .workloads:
            heading = ["name", "what it is"]
            rows = WorkloadCatalogue.all.map { [$0.name, $0.summary] }
        }
        try output.printResult(text(heading, rows))
    }

    /// What decides where a policy leaves a choice.
    private static let tieRule = """

        Ties go to the job that came first, then to the GPU type whose name comes first; on small clusters this \
        decides much (docs/standard-mechanism.md, "Ties").

        """

    private func text(_ heading: [String], _ rows: [[String]]) -> String {
        switch output.format {
        case .table:
            var table = TextTable(heading: heading, alignments: heading.map { _ in .left })
            for row in rows { table.addRow(row) }
            return table.text + (kind == .policies ? Self.tieRule : "")
        case .csv:
            return ([heading] + rows).map(CSVLine.text).joined()
        case .json:
            let keys = heading.map { heading in
                switch heading {
                case "name", "spec": heading
                case "known as": "title"
                case "without it": "alternative"
                case "in Kubernetes": "kubernetesCousin"
                default: "summary"
                }
            }
            let items = rows.map { JSONValue.object(Array(zip(keys, $0.map(JSONValue.string)))) }
            return JSONValue.object([("schemaVersion", .int(1)), (kind.rawValue, .array(items))]).indented
        }
    }
}
