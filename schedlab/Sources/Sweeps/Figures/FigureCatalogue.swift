private import Experiments
private import Kit

/// The published figures that can be drawn with ours on top.
public enum FigureCatalogue {
    /// A published figure: what it shows, and the sweep that has its points.
    struct Entry {
        let name: String
        let title: String
        let figure: String
        let form: FigureRequest.Form
        let x: String
        let yLabel: String
        let yLimit: Double?
        let condition: String?
        let comparable: String?
        let source: String
        /// Name in the legend, value of the field that tells series apart.
        let series: [(name: String, value: String)]
    }

    private static let gavel = "Narayanan et al., OSDI 2020: authors' notebook, seed 0"
    private static let fgd = "Weng et al., ATC 2023: authors' results, mean of 10 seeds"
    private static let fgdDrawn = "Weng et al., ATC 2023: read off the figure, rough"
    private static let leastAttained = [
        ("LAS", "max_min_fairness"), ("Gavel LAS", "max_min_fairness_perf"),
    ]
    private static let finishTime = [
        ("FTF", "finish_time_fairness"), ("Gavel FTF", "finish_time_fairness_perf"),
    ]
    private static let rules = [
        ("Random", "random"), ("DotProd", "dot-product"), ("Clustering", "gpu-clustering"),
        ("Packing", "gpu-packing"), ("BestFit", "best-fit"), ("FGD", "fgd"),
    ]

    static let entries = [
        completion("gavel-9", "Gavel, Figure 9: LAS, jobs of one GPU", leastAttained, isMulti: false),
        completion("gavel-10", "Gavel, Figure 10: LAS, jobs of several GPUs", leastAttained, isMulti: true),
        completion(
            "gavel-11", "Gavel, Figure 11: finish-time fairness, jobs of several GPUs", finishTime,
            isMulti: true),
        fill(
            "fgd-7a", "FGD, Figure 7a: fragmentation rate", "fragmentationRatePercent",
            "Fragmented, of idle GPUs (%)"),
        fill(
            "fgd-7b", "FGD, Figure 7b: fragmentation of the cluster", "fragmentationOfTotalPercent",
            "Fragmented, of all GPUs (%)"),
        fill(
            "fgd-9a", "FGD, Figure 9a: unallocated GPUs", "allocatedPercent", "Unallocated, of all GPUs (%)",
            form: .missingPercent),
        fill("fgd-9b", "FGD, Figure 9b: occupied nodes", "occupiedNodes", "Occupied nodes", source: fgdDrawn),
    ]

    /// Names of all figures.
    public static var names: [String] { entries.map(\.name) }

    private static func completion(
        _ name: String, _ title: String, _ series: [(String, String)], isMulti: Bool
    ) -> Entry {
        Entry(
            name: name, title: title, figure: "averageJCTSeconds", form: .hours, x: "rate",
            yLabel: "Average completion time (hours)", yLimit: 100,
            condition: isMulti ? "multi-gpu=true" : "multi-gpu!=true",
            comparable: "seed=0 and window=4000:5000", source: gavel, series: series)
    }

    private static func fill(
        _ name: String, _ title: String, _ figure: String, _ yLabel: String,
        form: FigureRequest.Form = .plain, source: String = fgd
    ) -> Entry {
        Entry(
            name: name, title: title, figure: figure, form: form, x: FigureRequest.demandName, yLabel: yLabel,
            yLimit: nil, condition: nil, comparable: nil, source: source, series: rules)
    }

    /// The text of the sweep file that has a figure's points; nil for no figure.
    public static func sweepText(_ name: String) -> String? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        return String(
            decoding: isFill(entry) ? PackageResources.fgd_figures_yaml : PackageResources.gavel_figures_yaml,
            as: UTF8.self)
    }

    private static func isFill(_ entry: Entry) -> Bool { entry.x == FigureRequest.demandName }

    /// A figure with its published values.
    ///
    /// - Returns: nil for no figure of the catalogue.
    /// - Throws: `ExperimentError` if the package was damaged.
    public static func request(_ name: String) throws -> FigureRequest? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        let field = isFill(entry) ? "placement" : "policy"
        let series = try entry.series.map { series in
            FigureRequest.Series(
                name: series.name, condition: try Condition("\(field)=\(series.value)"),
                published: try published(entry, series.value))
        }
        return FigureRequest(
            name: entry.name, title: entry.title, figure: entry.figure, form: entry.form, x: entry.x,
            xLabel: FigureWords.field(entry.x), yLabel: entry.yLabel, yLimit: entry.yLimit,
            condition: try entry.condition.map { try Condition($0) }, series: series, source: entry.source,
            comparable: try entry.comparable.map { try Condition($0) })
    }

    /// Published values of a series, in order of x.
    private static func published(_ entry: Entry, _ series: String) throws -> [(x: Double, y: Double)] {
        let mean: (PublishedFills.Point) -> Double
        switch entry.figure {
        case "fragmentationRatePercent": mean = { $0.rate.mean }
        case "fragmentationOfTotalPercent": mean = { $0.ofTotal.mean }
        case "allocatedPercent": mean = { $0.allocated.mean }
        default: return try own(entry, series)
        }
        return try PublishedFills.points().filter { $0.list == "default" && $0.placement == series }
            .map { (Double($0.demandPercent), entry.form.shown(mean($0))) }.sorted { $0.0 < $1.0 }
    }

    private static func own(_ entry: Entry, _ series: String) throws -> [(x: Double, y: Double)] {
        let text = String(decoding: PackageResources.published_figures_csv, as: UTF8.self)
        var values: [(x: Double, y: Double)] = []
        for line in text.split(separator: "\n") where line.hasPrefix("\(entry.name),\(series),") {
            let fields = line.split(separator: ",").map(String.init)
            guard fields.count == 4, let x = DecimalNumber.double(fields[2]),
                let y = DecimalNumber.double(fields[3])
            else {
                throw ExperimentError.malformedReference(
                    file: "published_figures.csv", problem: "found '\(line)'")
            }
            values.append((x, y))
        }
        return values
    }
}
