public import Household
import Money

/// Colours of a flow's lines and earners; they come from the id, not from the place in the chart.
public struct SankeyColors: Equatable, Sendable {
    private let colorOfID: [String: String]

    /// Colours for lines and earners, for light and dark ground.
    public static let palette = [
        "#3b7dd8", "#e08214", "#7b5ea7", "#17899b", "#c8569b", "#8a6d3b", "#5b8c2a", "#6c7ae0", "#d96f4a",
        "#2f9e77", "#a8589a", "#b58900", "#4a90a4", "#9c6ade", "#c17817", "#5f9ea0", "#8f7a1f", "#d4699e",
        "#4f83b0", "#a3653f", "#6b9e3f", "#7f6bc4", "#c2703d", "#3d9490",
    ]
    /// All taxes.
    public static let tax = "#c4545a"
    /// What is left.
    public static let leftover = "#3f9b52"
    /// What is missing.
    public static let shortfall = "#d43f3a"
    /// Hubs and small lines drawn together.
    public static let neutral = "#7d8896"

    /// The colours of a report, the same in every column and for every earner.
    ///
    /// Who was there first keeps a contested colour: earners, planned lines and those of documents in their order, then
    /// YNAB's by the day of their first row. So a new group takes no colour from another.
    public init(_ report: FlowReport) {
        var taken: Set<Int> = []
        var colors: [String: String] = [:]
        for id in Self.seniority(report) {
            let home = Int(Self.hash(id) % UInt64(Self.palette.count))
            let free = Self.palette.indices.map { (home + $0) % Self.palette.count }.first {
                !taken.contains($0)
            }
            // More ids than colours: the later ones share.
            let slot = free ?? home
            taken.insert(slot)
            colors[id] = Self.palette[slot]
        }
        colorOfID = colors
    }

    /// Id under which an earner has a colour.
    public static func earnerID(_ slug: String) -> String { "earner.\(slug)" }

    private static func seniority(_ report: FlowReport) -> [String] {
        func firstDay(_ line: FlowLine) -> Int? {
            report.parts[line.id]?.compactMap(\.firstDay).map(\.number).min()
        }
        let lines = report.lines.filter { $0.section != .taxes && $0.section != .balance }
        let known = lines.filter { $0.planCents != nil || firstDay($0) == nil }
        let others = lines.filter { $0.planCents == nil && firstDay($0) != nil }.sorted {
            ((firstDay($0) ?? 0), $0.id) < ((firstDay($1) ?? 0), $1.id)
        }
        return report.header.earners.map { earnerID($0.slug) } + known.map(\.id) + others.map(\.id)
    }

    /// FNV-1a, 64 bits.
    ///
    /// Source: Fowler, Noll and Vo; http://www.isthe.com/chongo/tech/comp/fnv
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    /// The colour of a line, as `#rrggbb`.
    public func color(of line: FlowLine) -> String {
        switch line.section {
        case .taxes: Self.tax
        case .balance:
            (line.projectedCents ?? line.actualCents ?? line.planCents ?? 0) < 0
                ? Self.shortfall : Self.leftover
        default: colorOfID[line.id] ?? Self.neutral
        }
    }

    /// The colour of a node, as `#rrggbb`.
    public func color(of node: FlowGraph.Node) -> String {
        if node.id == FlowGraph.shortfallID { return Self.shortfall }
        switch node.kind {
        case .line(.taxes), .folded(.taxes): return Self.tax
        case .line(.balance): return Self.leftover
        case .line: return colorOfID[node.id] ?? Self.neutral
        case .gross(let slug): return colorOfID[Self.earnerID(slug)] ?? Self.neutral
        case .cash, .folded: return Self.neutral
        }
    }
}
