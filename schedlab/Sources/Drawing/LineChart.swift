/// Series of values over one number, with what they are held against.
public struct LineChart: Sendable {
    /// A mean over samples.
    public struct Value: Sendable, Equatable {
        /// Place on the horizontal axis.
        public var x: Double
        /// The mean.
        public var mean: Double
        /// Ends of its interval; nil = none.
        public var interval: ClosedRange<Double>?
        /// What it is the mean of, drawn as dots.
        public var samples: [Double]
        /// Whether it says what it seems to; others are hollow and not joined.
        public var isFine: Bool

        /// A mean.
        public init(x: Double, mean: Double, interval: ClosedRange<Double>?, samples: [Double], isFine: Bool)
        {
            self.x = x
            self.mean = mean
            self.interval = interval
            self.samples = samples
            self.isFine = isFine
        }
    }

    /// Values of one name.
    public struct Series: Sendable, Equatable {
        /// Name in the legend.
        public var name: String
        /// Values in order of x.
        public var values: [Value]
        /// Values of others, drawn dashed; empty = none.
        public var reference: [Point]

        /// A series; the reference has x and y of values of others, in order of x.
        public init(name: String, values: [Value], reference: [Point]) {
            self.name = name
            self.values = values
            self.reference = reference
        }
    }

    /// What stands above; empty = nothing.
    public var title: String
    /// Name and unit of the horizontal axis.
    public var xLabel: String
    /// Name and unit of the vertical axis.
    public var yLabel: String
    /// The series.
    public var series: [Series]
    /// The upper end of the vertical axis at most; nil = the largest value.
    public var yLimit: Double?
    /// Sentences under the picture.
    public var notes: [String]

    /// Width of a column of a paper in points: 3⅓ inches.
    public static let columnWidth = 240.0

    /// A chart.
    public init(
        title: String, xLabel: String, yLabel: String, series: [Series], yLimit: Double? = nil,
        notes: [String]
    ) {
        self.title = title
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.series = series
        self.yLimit = yLimit
        self.notes = notes
    }

    /// Values that lie above the axis, and so are not drawn.
    public var hiddenCount: Int {
        guard let yLimit else { return 0 }
        return series.reduce(0) { $0 + $1.values.count { $0.mean > yLimit } }
    }

    /// The picture, as wide as asked for and as high as it needs.
    ///
    /// - Parameters:
    ///   - width: In points, at least 160 to have room for its labels.
    ///   - description: What the file says about itself; nil = the title.
    /// - Returns: The picture.
    public func picture(width: Double = columnWidth, description: String? = nil) -> Picture {
        ChartLayout(self, width: width).picture(description: description ?? title)
    }
}
