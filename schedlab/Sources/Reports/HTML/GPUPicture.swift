private import Cluster
private import Drawing
private import Foundation
internal import Recording
private import Views

/// GPUs over time as an image, from the same pyramid as the explorer's: every GPU and every stay counts, and a colour stands
/// only where one job holds most of a cell.
struct GPUPicture {
    /// Columns of pixels.
    let width: Int
    /// Rows of pixels.
    let height: Int
    /// Most GPUs of a row.
    let gpusPerRow: Int
    /// Rows of each GPU type, in order.
    let rowsOfType: [Int]
    /// Red, green, blue, opacity of each pixel, rows from the top: idle time is clear, so that no theme makes it
    /// brighter than the page.
    private let pixels: [UInt8]

    private static let widthLimit = 900
    private static let heightLimit = 420
    /// What many jobs at once look like.
    private static let busy = (red: 112.0, green: 128.0, blue: 150.0)

    init(_ record: RunRecord) throws {
        var ids: [UInt32] = []
        try record.forEachEvent { if case .arrived(_, let job) = $0 { ids.append(job.id) } }
        let pyramid = try RunPicture(record, columnCount: Self.widthLimit, rowLimit: Self.heightLimit).pyramid
        let grid = pyramid.grid
        width = grid.columnCount
        height = grid.columnCount > 0 ? grid.rowCount : 0
        gpusPerRow = grid.gpusPerRow
        rowsOfType = grid.bands.map(\.rows.count)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(4 * width * height)
        for row in 0..<height {
            for column in 0..<width { Self.tone(pyramid[row, column], ids, to: &pixels) }
        }
        self.pixels = pixels
    }

    private static func tone(_ cell: PyramidCell, _ ids: [UInt32], to pixels: inout [UInt8]) {
        var (red, green, blue) = busy
        if cell.hasColour {
            let share = Double(cell.share) / Double(PyramidCell.steps)
            let own = colour(of: ids[Int(cell.job)])
            red += (own.red - red) * share
            green += (own.green - green) * share
            blue += (own.blue - blue) * share
        }
        let opacity = Double(cell.occupancy) / Double(PyramidCell.steps)
        pixels += [red, green, blue, 255 * opacity].map { UInt8($0.rounded()) }
    }

    /// Neighbouring ids get hues far apart.
    private static func colour(of id: UInt32) -> (red: Double, green: Double, blue: Double) {
        let number = Int((UInt64(id) * 2_654_435_761 >> 7) % 24)
        let hue = Double(number % 12) / 2
        let (strength, value) = number < 12 ? (0.62, 0.86) : (0.8, 0.66)
        let chroma = strength * value
        let second = chroma * (1 - abs(hue.truncatingRemainder(dividingBy: 2) - 1))
        let parts: (Double, Double, Double) =
            switch Int(hue) {
            case 0: (chroma, second, 0)
            case 1: (second, chroma, 0)
            case 2: (0, chroma, second)
            case 3: (0, second, chroma)
            case 4: (second, 0, chroma)
            default: (chroma, 0, second)
            }
        let base = value - chroma
        return (255 * (parts.0 + base), 255 * (parts.1 + base), 255 * (parts.2 + base))
    }

    /// The image as PNG in a data URL; nil when there is nothing to show.
    var dataURL: String? {
        guard let bytes = PNGFile.bytes(pixels, width: width, height: height, .colourAndOpacity) else {
            return nil
        }
        return "data:image/png;base64,\(Data(bytes).base64EncodedString())"
    }
}
