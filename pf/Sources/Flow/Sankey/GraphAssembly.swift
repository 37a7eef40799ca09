import Household
import Money

/// Puts leaves around their hubs.
struct GraphAssembly {
    let leaves: [FlowGraph.Leaf]
    let slugs: [String]
    let names: [Earner]

    func graph(_ column: FlowColumn) throws -> FlowGraph {
        var graph = FlowGraph(nodes: [], bands: [])
        var hubs: [FlowGraph.Node] = []
        var nets: [(slug: String, cents: Int)] = []
        for slug in slugs {
            let (into, out) = try sums { $0.earner == slug }
            nets.append((slug, try Cents.subtract(into, out)))
            hubs.append(hub(slug, cents: max(into, out)))
        }
        let (into, out) = try sums { $0.earner == nil }
        let allIn = try Cents.sum([into] + nets.map(\.cents).filter { $0 > 0 })
        let allOut = try Cents.sum(
            [out] + nets.filter { $0.cents < 0 }.map { try Cents.subtract(0, $0.cents) })
        // Without the household's own lines the cash is only where an earner's net pay goes.
        let isWhole = leaves.contains { $0.earner == nil }
        guard !isWhole || allIn == allOut else {
            throw FlowError.notConserved(
                column: column, hub: "the household's cash", inCents: allIn, outCents: allOut)
        }
        graph.nodes = leaves.filter { $0.section == .income }.map(\.node) + hubs
        graph.nodes += leaves.filter { $0.section != .income }.map(\.node)
        if max(allIn, allOut) > 0 {
            graph.nodes.append(
                FlowGraph.Node(
                    id: FlowGraph.cashID, label: "Household", kind: .cash, lineIDs: [],
                    cents: max(allIn, allOut)))
        }
        let places = Dictionary(
            graph.nodes.enumerated().map { ($0.element.id, $0.offset) },
            uniquingKeysWith: { first, _ in first })
        func join(_ from: String, _ to: String, _ cents: Int) {
            guard cents > 0, let from = places[from], let to = places[to] else { return }
            graph.bands.append(FlowGraph.Band(from: from, to: to, cents: cents))
        }
        for leaf in leaves {
            let hub = leaf.earner.map(Self.grossID) ?? FlowGraph.cashID
            if leaf.isSource { join(leaf.node.id, hub, leaf.node.cents) }
            if !leaf.isSource { join(hub, leaf.node.id, leaf.node.cents) }
        }
        for (slug, cents) in nets {
            join(Self.grossID(slug), FlowGraph.cashID, cents)
            if cents < 0 { join(FlowGraph.cashID, Self.grossID(slug), try Cents.subtract(0, cents)) }
        }
        return graph
    }

    private static func grossID(_ slug: String) -> String { "gross.\(slug)" }

    private func hub(_ slug: String, cents: Int) -> FlowGraph.Node {
        let name = names.first { $0.slug == slug }?.displayName ?? slug
        return FlowGraph.Node(
            id: Self.grossID(slug), label: "Gross pay (\(name))", kind: .gross(earner: slug), lineIDs: [],
            cents: cents)
    }

    private func sums(_ isOf: (FlowGraph.Leaf) -> Bool) throws -> (into: Int, out: Int) {
        let own = leaves.filter(isOf)
        return (
            try Cents.sum(own.filter(\.isSource).map(\.node.cents)),
            try Cents.sum(own.filter { !$0.isSource }.map(\.node.cents))
        )
    }
}
