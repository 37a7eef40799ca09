/// A place in a picture, in points (1/72 inch) from its top left corner.
public struct Point: Equatable, Sendable {
    /// To the right.
    public var x: Double
    /// Downwards.
    public var y: Double

    /// A place.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// What a colour stands for; a ``Theme`` says which it is.
public enum Ink: Hashable, Sendable {
    /// The background.
    case paper
    /// Titles, labels and axes.
    case text
    /// Notes under a picture.
    case quiet
    /// Lines that help to read values.
    case grid
    /// A series of values, counted from 0; colours come round after ``Theme/seriesCount``.
    case series(Int)
}

/// One thing drawn in a picture.
public enum Shape: Equatable, Sendable {
    /// A line through points, with round corners and ends.
    ///
    /// - dash: Lengths of stroke and gap in points; empty = solid.
    case line([Point], width: Double, dash: [Double], Ink)
    /// A closed area.
    case area([Point], Ink)
    /// A filled circle.
    case disc(Point, radius: Double, Ink)
    /// Text on one line; the point is on its base line.
    case text(String, at: Point, size: Double, Anchor, Ink, isUpwards: Bool)

    /// Which part of a text stands at its point.
    public enum Anchor: String, Sendable {
        /// Its start.
        case start
        /// Its middle.
        case middle
        /// Its end.
        case end
    }

    /// Corners of a regular polygon, clockwise on the page, the first one at an angle in parts of a turn from the right.
    public static func polygon(_ centre: Point, radius: Double, corners: Int, turn: Double) -> [Point] {
        (0..<corners).map { index in
            let (sine, cosine) = UnitCircle.at(turn + Double(index) / Double(corners))
            return Point(centre.x + radius * cosine, centre.y + radius * sine)
        }
    }
}
