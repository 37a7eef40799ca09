private import Drawing

/// The files that a figure is written as.
public enum FigureFile: String, Sendable, CaseIterable {
    /// Drawing for pages; dark where the reader's screen is.
    case svg
    /// Pixels, light and dark.
    case png
    /// Drawing for papers.
    case pdf
    /// The numbers.
    case csv
    /// The numbers as a table for LaTeX.
    case tex

    /// The files of a figure: their names and bytes.
    ///
    /// - Parameters:
    ///   - data: The figure.
    ///   - command: The command line that makes it again, for captions.
    ///   - width: Of the drawing, in points.
    /// - Returns: Nothing where a compressor failed.
    public func files(_ data: FigureData, command: String, width: Double) -> [(name: String, bytes: [UInt8])]
    {
        let name = data.request.name
        let table = FigureTable(data, command: command)
        let picture = {
            data.chart.picture(width: width, description: "\(data.request.title). Made by: \(command)")
        }
        switch self {
        case .csv: return [("\(name).csv", Array(table.csv.utf8))]
        case .tex: return [("\(name).tex", Array(table.latex.utf8))]
        case .svg: return [("\(name).svg", Array(picture().svg.utf8))]
        case .pdf: return picture().pdf(.light).map { [("\(name).pdf", $0)] } ?? []
        case .png:
            let picture = picture()
            return [("\(name).png", picture.png(.light)), ("\(name)-dark.png", picture.png(.dark))]
                .compactMap { name, bytes in bytes.map { (name, $0) } }
        }
    }
}
