import ArgumentParser
import Flow
import Household
import Kit

/// Times the layout of a Sankey chart.
@main
struct LayoutBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pf-bench", abstract: "Times the layout of a Sankey chart, run after run.",
        discussion: "Example: pf-bench --layers 4 --nodes 15 --bands 150\nPrints the nanoseconds of each run."
    )

    @Option(help: "Columns of nodes.") var layers = 4
    @Option(help: "Nodes of a column.") var nodes = 15
    @Option(help: "Bands, each from a node to one of the next column.") var bands = 150
    @Option(help: "Runs.") var runs = 20

    func validate() throws {
        guard layers > 1, nodes > 0, bands > 0, runs > 0, max(layers, nodes, bands, runs) <= 100_000 else {
            throw ValidationError("two layers, a node, a band and a run at least, 100000 of each at most")
        }
    }

    func run() throws {
        let graph = self.graph
        for _ in 0..<runs {
            var height = 0
            let spent = ContinuousClock().measure { height = SankeyLayout(graph, style: .wide).height }
            guard height > 0 else { throw ExitCode.failure }
            try StandardStreams.printResult("\(spent.components.attoseconds / 1_000_000_000)\n")
        }
    }

    /// Many crossings: neighbours in one column go to nodes far apart in the next.
    private var graph: FlowGraph {
        var graph = FlowGraph(nodes: [], bands: [])
        for index in 0..<layers * nodes {
            graph.nodes.append(
                FlowGraph.Node(
                    id: "n\(index)", label: "N\(index)", kind: .line(.spending), lineIDs: [],
                    cents: 100 + index))
        }
        for index in 0..<bands {
            let layer = index % (layers - 1)
            graph.bands.append(
                FlowGraph.Band(
                    from: layer * nodes + index % nodes, to: (layer + 1) * nodes + index * 7 % nodes,
                    cents: 10 + index))
        }
        return graph
    }
}
