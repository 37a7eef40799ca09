/// Sizes of a Sankey drawing, in hundredths of a pixel.
public struct SankeyStyle: Equatable, Sendable {
    /// Width of the drawing.
    public var width: Int
    /// Space for labels left of the first and right of the last layer.
    public var sideSpace: Int
    /// Width of a node.
    public var nodeWidth: Int
    /// Height of the layer that most flows through, without gaps.
    public var flowHeight: Int
    /// Smallest distance of the middles of two nodes: their labels do not touch.
    public var rowHeight: Int
    /// Gap between two nodes.
    public var gap: Int
    /// Size of the letters.
    public var fontSize: Int
    /// Whether amounts stand beside the labels.
    public var showsAmounts: Bool
    /// Longest label, in characters; a longer one is cut, its title has all of it.
    public var labelLength: Int

    /// For a desk, a file, a printer.
    public static let wide = SankeyStyle(
        width: 120_000, sideSpace: 23_000, nodeWidth: 1_400, flowHeight: 46_000, rowHeight: 1_900, gap: 700,
        fontSize: 1_250, showsAmounts: true, labelLength: 60)
    /// For a telephone held upright: labels over the bands.
    public static let narrow = SankeyStyle(
        width: 36_000, sideSpace: 200, nodeWidth: 900, flowHeight: 46_000, rowHeight: 1_800, gap: 700,
        fontSize: 1_050, showsAmounts: false, labelLength: 17)
}
