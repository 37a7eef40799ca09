/// Shapes on a page: what every file format is written from, so that they all show the same.
public struct Picture: Equatable, Sendable {
    /// Width in points.
    public let width: Double
    /// Height in points.
    public let height: Double
    /// What the picture is of, for readers who do not see it and for the file's own description.
    public let description: String
    /// What is drawn, the first at the back.
    public private(set) var shapes: [Shape] = []

    /// An empty page.
    public init(width: Double, height: Double, description: String) {
        self.width = width
        self.height = height
        self.description = description
    }

    /// Draws on top of what is there.
    public mutating func add(_ shape: Shape) { shapes.append(shape) }
}
