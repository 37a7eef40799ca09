/// The throughput table of the Gavel paper: 26 models, three GPU types, scale factors 1, 2, 4 and 8.
///
/// The figures stand in `Resources/gavel_throughputs.csv`, with their source, at full precision.
public enum GavelMeasurements {
    /// Read once: every point of a sweep asks for it.
    private static let read = Result { () throws(WorkloadError) in try readTable() }

    /// 249 consolidated and 243 unconsolidated figures.
    ///
    /// - Throws: ``WorkloadError/damagedTable(line:text:)`` if the file in the package was damaged.
    public static func table() throws(WorkloadError) -> ThroughputTable { try read.get() }

    private static func readTable() throws(WorkloadError) -> ThroughputTable {
        let text = String(decoding: PackageResources.gavel_throughputs_csv, as: UTF8.self)
        var table = ThroughputTable(source: "Gavel, OSDI 2020 (simulation_throughputs.json)")
        var isHeader = true
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty && !line.hasPrefix("#") {
            if isHeader {
                isHeader = false
                continue
            }
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            guard fields.count == 5, let scaleFactor = Int(fields[2]), let consolidated = Double(fields[3])
            else {
                throw .damagedTable(line: number + 1, text: String(line))
            }
            table.set(
                .init(consolidated: consolidated, unconsolidated: Double(fields[4])),
                gpuType: String(fields[0]),
                jobClass: JobClass(model: String(fields[1]), scaleFactor: scaleFactor))
        }
        return table
    }
}
