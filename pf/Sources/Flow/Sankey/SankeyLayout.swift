import Household

/// Where the nodes and bands of a Sankey chart are, in hundredths of a pixel.
///
/// Whole numbers only: the same graph gives the same drawing on every machine.
public struct SankeyLayout: Equatable, Sendable {
    /// A node's rectangle.
    public struct Box: Equatable, Sendable {
        /// Column of the node: the longest way from a source.
        public var layer: Int
        /// Left edge.
        public var x: Int
        /// Upper edge.
        public var y: Int
        /// Height, in proportion to the node's amount.
        public var height: Int

        var middle: Int { y + height / 2 }
    }

    /// Where a band leaves and enters, each an upper edge and a thickness.
    public struct Ribbon: Equatable, Sendable {
        /// Upper edge at the node that it leaves.
        public var fromY: Int
        /// Thickness there.
        public var fromThickness: Int
        /// Upper edge at the node that it enters.
        public var toY: Int
        /// Thickness there.
        public var toThickness: Int
    }

    /// One for each node of the graph.
    public var boxes: [Box]
    /// One for each band of the graph.
    public var ribbons: [Ribbon]
    /// Width of the drawing.
    public var width: Int
    /// Height of the drawing.
    public var height: Int

    /// How often the nodes move towards those that they are joined to.
    static let sweepCount = 32

    /// Lays a graph out.
    ///
    /// - Complexity: O(sweeps x (nodes + bands) + bands x log bands).
    public init(_ graph: FlowGraph, style: SankeyStyle) {
        let layerOfNode = Self.layers(graph)
        let layerCount = (layerOfNode.max() ?? 0) + 1
        var layers = [[Int]](repeating: [], count: layerCount)
        for node in Self.order(graph) { layers[layerOfNode[node]].append(node) }
        let scale = Self.scale(graph, layers, style)
        width = style.width
        let span = style.width - 2 * style.sideSpace - style.nodeWidth
        var boxes = graph.nodes.indices.map { node in
            let layer = layerOfNode[node]
            return Box(
                layer: layer, x: style.sideSpace + (layerCount > 1 ? span * layer / (layerCount - 1) : 0),
                y: 0,
                height: scale.size(graph.nodes[node].cents))
        }
        let stacks = layers.map { SankeyStack(nodes: $0, style: style) }
        let height = stacks.map { $0.height(boxes) }.max() ?? style.rowHeight
        self.height = height
        for stack in stacks { stack.centre(&boxes, height: height) }
        let ends = Ends(graph)
        for sweep in 0..<Self.sweepCount {
            let isForward = sweep % 2 == 0
            for layer in isForward ? Array(stacks.indices) : stacks.indices.reversed() {
                Self.pull(layers[layer], graph, isForward ? ends.entering : ends.leaving, &boxes)
                stacks[layer].separate(&boxes, height: height)
            }
        }
        self.boxes = boxes
        ribbons = Self.ribbons(graph, ends, boxes, scale)
    }

    /// Pixels for cents.
    struct Scale {
        var numerator: Int
        var denominator: Int

        /// Rounded down, so that parts never exceed their whole.
        func size(_ cents: Int) -> Int {
            Int(clamping: Int128(cents) * Int128(numerator) / Int128(max(denominator, 1)))
        }
    }

    private static func scale(_ graph: FlowGraph, _ layers: [[Int]], _ style: SankeyStyle) -> Scale {
        let sums = layers.map { layer in layer.reduce(Int128(0)) { $0 + Int128(graph.nodes[$1].cents) } }
        return Scale(numerator: style.flowHeight, denominator: Int(clamping: sums.max() ?? 1))
    }

    /// The longest way from a source to each node, in bands.
    private static func layers(_ graph: FlowGraph) -> [Int] {
        var layers = [Int](repeating: 0, count: graph.nodes.count)
        // A graph of hubs has no circles; the bound ends the search whatever the input.
        for _ in graph.nodes.indices {
            var isDone = true
            for band in graph.bands where layers[band.to] <= layers[band.from] {
                layers[band.to] = layers[band.from] + 1
                isDone = false
            }
            if isDone { break }
        }
        return layers
    }

    /// Nodes by section, then in their own order; the cash below what is taken off before it.
    private static func order(_ graph: FlowGraph) -> [Int] {
        func rank(_ kind: FlowGraph.Kind) -> Int {
            switch kind {
            case .line(let section), .folded(let section): section.order * 2
            case .gross: 1
            case .cash: 7
            }
        }
        return graph.nodes.indices.sorted {
            (rank(graph.nodes[$0].kind), $0) < (rank(graph.nodes[$1].kind), $1)
        }
    }

    /// The bands of each node, ascending.
    private struct Ends {
        var leaving: [[Int]]
        var entering: [[Int]]

        init(_ graph: FlowGraph) {
            leaving = [[Int]](repeating: [], count: graph.nodes.count)
            entering = leaving
            for (index, band) in graph.bands.enumerated() {
                leaving[band.from].append(index)
                entering[band.to].append(index)
            }
        }
    }

    /// Moves nodes to the weighted middle of those at the other ends of their bands on one side.
    private static func pull(_ layer: [Int], _ graph: FlowGraph, _ bands: [[Int]], _ boxes: inout [Box]) {
        for node in layer {
            var weight = Int128(0)
            var moment = Int128(0)
            for index in bands[node] {
                let band = graph.bands[index]
                let other = band.from == node ? band.to : band.from
                weight += Int128(band.cents)
                moment += Int128(band.cents) * Int128(boxes[other].middle)
            }
            guard weight > 0 else { continue }
            boxes[node].y = Int(clamping: moment / weight) - boxes[node].height / 2
        }
    }

    /// Stacks the bands of each node's sides without gap, in the order of the nodes at their other ends.
    private static func ribbons(
        _ graph: FlowGraph, _ ends: Ends, _ boxes: [Box], _ scale: Scale
    ) -> [Ribbon] {
        var ribbons = [Ribbon](
            repeating: Ribbon(fromY: 0, fromThickness: 0, toY: 0, toThickness: 0), count: graph.bands.count)
        for node in graph.nodes.indices {
            for isOut in [true, false] {
                let own = (isOut ? ends.leaving : ends.entering)[node].sorted { a, b in
                    func other(_ index: Int) -> Int {
                        isOut ? graph.bands[index].to : graph.bands[index].from
                    }
                    return (boxes[other(a)].middle, a) < (boxes[other(b)].middle, b)
                }
                var sum = 0
                for band in own {
                    let next = sum.addingReportingOverflow(graph.bands[band].cents).partialValue
                    let (top, bottom) = (boxes[node].y + scale.size(sum), boxes[node].y + scale.size(next))
                    if isOut {
                        (ribbons[band].fromY, ribbons[band].fromThickness) = (top, bottom - top)
                    } else {
                        (ribbons[band].toY, ribbons[band].toThickness) = (top, bottom - top)
                    }
                    sum = next
                }
            }
        }
        return ribbons
    }
}
