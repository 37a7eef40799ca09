public import Household
import Money

/// A column of a flow as hubs with bands between them; what a Sankey chart draws.
///
/// Each earner's gross pay and the household's cash are hubs; every line of the flow is a band into or out of one.
public struct FlowGraph: Equatable, Sendable {
    /// What a node stands for.
    public enum Kind: Equatable, Sendable {
        /// One line of the flow.
        case line(FlowSection)
        /// Small lines of one section together.
        case folded(FlowSection)
        /// Gross pay of an earner.
        case gross(earner: String)
        /// The household's cash.
        case cash
    }

    /// A node.
    public struct Node: Equatable, Sendable {
        /// Unique in the graph: a line's id, `gross.<slug>`, `cash`, `other.…`.
        public var id: String
        /// As shown.
        public var label: String
        /// What it stands for.
        public var kind: Kind
        /// The lines that it is made of; none for a hub.
        public var lineIDs: [String]
        /// What goes through it, in cents; positive.
        public var cents: Int

        /// A node.
        public init(id: String, label: String, kind: Kind, lineIDs: [String], cents: Int) {
            self.id = id
            self.label = label
            self.kind = kind
            self.lineIDs = lineIDs
            self.cents = cents
        }
    }

    /// A band from one node to another.
    public struct Band: Equatable, Sendable {
        /// Index of the node that it leaves.
        public var from: Int
        /// Index of the node that it enters.
        public var to: Int
        /// Its amount; positive.
        public var cents: Int

        /// A band.
        public init(from: Int, to: Int, cents: Int) {
            self.from = from
            self.to = to
            self.cents = cents
        }
    }

    /// In the order of sections and lines, hubs between what flows in and what flows out.
    public var nodes: [Node]
    /// In the order of the lines.
    public var bands: [Band]

    /// Id of the household's cash.
    public static let cashID = "cash"
    /// Id of the node that stands for a leftover below zero.
    public static let shortfallID = "balance.shortfall"
    /// Bands below this share of what comes in are drawn together, in thousandths.
    static let foldPerMille = 3

    /// The graph of a column.
    ///
    /// A line below zero flows the other way: a refund of a tax is a source. Lines of nothing are left out.
    ///
    /// - Parameters:
    ///   - report: The flow.
    ///   - column: The column.
    ///   - earner: Only this earner's lines; nil = the household.
    /// - Throws: ``FlowError/notConserved(column:hub:inCents:outCents:)``, `MoneyError`.
    public init(_ report: FlowReport, column: FlowColumn, earner: String? = nil) throws {
        let leaves = try Self.leaves(report, column, earner)
        var names: [String] = report.header.earners.map(\.slug)
        for leaf in leaves {
            if let slug = leaf.earner, !names.contains(slug) { names.append(slug) }
        }
        let slugs = names.filter { slug in leaves.contains { $0.earner == slug } }
        self = try GraphAssembly(
            leaves: try Self.folded(leaves), slugs: slugs, names: report.header.earners
        ).graph(column)
    }

    /// A graph as given; amounts are positive.
    public init(nodes: [Node], bands: [Band]) {
        self.nodes = nodes
        self.bands = bands
    }

    /// A line on its way to becoming a node.
    struct Leaf {
        var node: Node
        var section: FlowSection
        var earner: String?
        /// Whether it flows into its hub.
        var isSource: Bool
        /// Its place among the lines.
        var place: Int
    }

    private static func leaves(
        _ report: FlowReport, _ column: FlowColumn, _ earner: String?
    ) throws(MoneyError) -> [Leaf] {
        var leaves: [Leaf] = []
        for (place, line) in report.lines.enumerated() {
            guard let cents = line[column], cents != 0, earner == nil || line.earner == earner else {
                continue
            }
            let isShortfall = line.section == .balance && cents < 0
            leaves.append(
                Leaf(
                    node: Node(
                        id: isShortfall ? shortfallID : line.id,
                        label: isShortfall ? "Shortfall" : line.label,
                        kind: .line(line.section), lineIDs: [line.id],
                        cents: cents < 0 ? try Cents.subtract(0, cents) : cents),
                    section: line.section, earner: line.earner,
                    isSource: (line.section == .income) == (cents > 0), place: place))
        }
        return leaves
    }

    /// The leaves, with the small ones of one hub, direction and section as one.
    private static func folded(_ leaves: [Leaf]) throws(MoneyError) -> [Leaf] {
        let total = try Cents.sum(leaves.filter(\.isSource).map(\.node.cents))
        func isSmall(_ leaf: Leaf) -> Bool {
            leaf.section != .balance && Int128(leaf.node.cents) * 1000 < Int128(total) * Int128(foldPerMille)
        }
        func key(_ leaf: Leaf) -> String {
            "\(leaf.earner.map { "gross.\($0)" } ?? cashID).\(leaf.isSource ? "in" : "out").\(leaf.section.rawValue)"
        }
        var groups: [String: [Leaf]] = [:]
        for leaf in leaves where isSmall(leaf) { groups[key(leaf), default: []].append(leaf) }
        var result: [Leaf] = []
        for leaf in leaves {
            // One alone is better named than called "other".
            guard isSmall(leaf), let group = groups[key(leaf)], group.count > 1 else {
                result.append(leaf)
                continue
            }
            guard group.last?.place == leaf.place else { continue }
            var other = leaf
            other.node = Node(
                id: "other.\(key(leaf))", label: "Other (\(group.count))", kind: .folded(leaf.section),
                lineIDs: group.map { $0.node.lineIDs[0] }, cents: try Cents.sum(group.map(\.node.cents)))
            result.append(other)
        }
        return result
    }
}
