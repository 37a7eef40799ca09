private import Metrics

/// The values of a figure: ours over seeds, and what others published.
public struct FigureData: Sendable {
    /// One place on the horizontal axis.
    public struct Place: Sendable {
        /// The place.
        public var x: Double
        /// Our values, in the form shown, with their judgements; nil = we have no point there.
        public var group: SeedGroup?
        /// What others published there; nil = nothing.
        public var published: Double?
        /// Mean of those of our values that the published one is of; nil where there are none or some are not fine.
        public var compared: Double?

        /// How far ours is from the published value; nil without either.
        public var residual: Double? {
            guard let compared, let published else { return nil }
            return compared - published
        }
    }

    /// Values of one name.
    public struct Series: Sendable {
        /// Name in the legend.
        public var name: String
        /// In order of x.
        public var places: [Place]
    }

    /// What was asked for.
    public let request: FigureRequest
    /// The series.
    public let series: [Series]

    /// Takes the values from results.
    ///
    /// Where two groups share a place (two windows at one rate), the one that is fine stands for it.
    ///
    /// - Throws: ``SweepError`` for a figure or field that is not there.
    public init(_ request: FigureRequest, _ results: SweepResults) throws(SweepError) {
        let reader = FigureReader(request, results)
        try reader.check()
        self.request = request
        let asked = request.series.isEmpty ? reader.seriesOfFields() : request.series
        var series: [Series] = []
        for one in asked { series.append(Series(name: one.name, places: try reader.places(one))) }
        self.series = series
    }

    /// Groups that say nothing as averages: those that are hollow.
    var unfitCount: Int {
        series.reduce(0) { $0 + $1.places.count { $0.group.map { !$0.isFine } ?? false } }
    }

    /// Whether anything of ours is there.
    public var isEmpty: Bool {
        series.allSatisfy { $0.places.allSatisfy { $0.group?.values.isEmpty ?? true } }
    }
}
