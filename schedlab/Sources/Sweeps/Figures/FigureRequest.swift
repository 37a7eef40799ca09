/// What a figure shows of a sweep: one figure of its points over one field, a series for each value of others.
public struct FigureRequest: Sendable {
    /// How a value is shown.
    public enum Form: String, Sendable, CaseIterable {
        /// As it is.
        case plain
        /// Seconds as hours.
        case hours
        /// What is missing to 100 per cent.
        case missingPercent = "missing-percent"

        /// The value as it is shown.
        func shown(_ value: Double) -> Double {
            switch self {
            case .plain: value
            case .hours: value / 3600
            case .missingPercent: 100 - value
            }
        }
    }

    /// A series that is asked for.
    public struct Series: Sendable {
        /// Name in the legend.
        public var name: String
        /// Which points; nil = all.
        public var condition: Condition?
        /// Values that others published, in the form shown, in order of x.
        public var published: [(x: Double, y: Double)]
    }

    /// Name of the figure's files.
    public var name: String
    /// What stands above.
    public var title: String
    /// Figure of the points.
    public var figure: String
    /// How its values are shown.
    public var form: Form
    /// Field along the horizontal axis; ``demandName`` = the demand of fills.
    public var x: String
    /// Name and unit of the horizontal axis.
    public var xLabel: String
    /// Name and unit of the vertical axis.
    public var yLabel: String
    /// The upper end of the vertical axis at most; nil = the largest value.
    public var yLimit: Double?
    /// Which points there are at all; nil = all.
    public var condition: Condition?
    /// The series; empty = one for each combination of the fields that vary besides x and the seed.
    public var series: [Series]
    /// Who published the dashed values; empty = nobody.
    public var source: String
    /// Which points the published values are of, such as those of one seed; nil = all.
    ///
    /// Residuals are of these alone.
    public var comparable: Condition?

    /// The demand of a fill, in per cent of all GPUs: every point has values at all of it.
    public static let demandName = "demand"

    /// A figure of somebody's own sweep.
    ///
    /// - Parameters:
    ///   - name: Name of its files.
    ///   - figure: Figure of the points.
    ///   - form: How its values are shown.
    ///   - x: Field along the horizontal axis.
    ///   - condition: Which points; nil = all.
    ///   - yLimit: The upper end of the vertical axis at most; nil = the largest value.
    public init(
        name: String, figure: String, form: Form, x: String, condition: Condition?, yLimit: Double?
    ) {
        self.init(
            name: name, title: "", figure: figure, form: form, x: x, xLabel: FigureWords.field(x),
            yLabel: FigureWords.figure(figure, form), yLimit: yLimit, condition: condition, series: [],
            source: "")
    }

    init(
        name: String, title: String, figure: String, form: Form, x: String, xLabel: String, yLabel: String,
        yLimit: Double?, condition: Condition?, series: [Series], source: String, comparable: Condition? = nil
    ) {
        self.name = name
        self.title = title
        self.figure = figure
        self.form = form
        self.x = x
        self.xLabel = xLabel
        self.yLabel = yLabel
        self.yLimit = yLimit
        self.condition = condition
        self.series = series
        self.source = source
        self.comparable = comparable
    }
}
