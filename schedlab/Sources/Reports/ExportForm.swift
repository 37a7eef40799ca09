/// What a record can be exported to.
public enum ExportForm: String, CaseIterable, Sendable {
    /// The binary form of cluster viewers.
    case vizBin = "viz-bin"
    /// Chrome's and Perfetto's JSON.
    case perfetto
    /// The log of Gavel's simulator.
    case gavelLog = "gavel-log"
    /// Tables in a folder.
    case csv
    /// A page that needs nothing else, without a script.
    case html
    /// The page to explore a run in.
    case page

    /// Records that it takes at most.
    public var recordLimit: Int {
        switch self {
        case .html: .max
        case .page: 2
        default: 1
        }
    }

    /// What a file of it is usually called; `csv` is a folder.
    public var fileName: String {
        switch self {
        case .vizBin: "run.viz.bin"
        case .perfetto: "run.perfetto.json.gz"
        case .gavelLog: "run.log"
        case .csv: "tables"
        case .html: "report.html"
        case .page: "run.html"
        }
    }
}
