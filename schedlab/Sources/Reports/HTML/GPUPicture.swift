private import Cluster
private import Foundation
internal import Recording

/// GPUs over time as an image: each pixel is the job that held a GPU at a moment.
///
/// Where several GPUs fall into one row of pixels, the first of them is shown; the moment of a column is its middle.
struct GPUPicture {
    private(set) var width: Int
    private(set) var height: Int
    /// Colour of each pixel, rows from the top; 0 = idle.
    private var pixels: [UInt8]
    private var rowOfGPU: [Int]
    private var startSeconds: Double
    private var endSeconds: Double

    private static let widthLimit = 900
    private static let heightLimit = 420
    private static let colourCount = 200

    init(_ record: RunRecord, startSeconds: Double, endSeconds: Double) throws {
        let gpuCount = record.provenance.layout.gpuCount
        width = min(Self.widthLimit, max(record.roundCount, 2))
        height = min(Self.heightLimit, gpuCount)
        self.startSeconds = startSeconds
        self.endSeconds = max(endSeconds, startSeconds + 1)
        pixels = Array(repeating: 0, count: width * height)
        var rows = [Int](repeating: -1, count: gpuCount)
        for row in 0..<height { rows[(row * gpuCount + height - 1) / height] = row }
        rowOfGPU = rows
        var picture = self
        var ids: [UInt32] = []
        try record.forEachEvent { event in
            if case .arrived(_, let job) = event { ids.append(job.id) }
            if case .left(let left) = event { picture.paint(left, id: ids[left.job]) }
        }
        self = picture
    }

    private mutating func paint(_ left: RecordedLeave, id: UInt32) {
        let first = column(left.fromSeconds)
        let last = min(column(left.toSeconds), width)
        guard first < last else { return }
        let colour = Self.colour(of: id)
        for gpu in left.gpus where rowOfGPU[Int(gpu)] >= 0 {
            let start = rowOfGPU[Int(gpu)] * width
            for pixel in start + first..<start + last { pixels[pixel] = colour }
        }
    }

    /// The first column whose middle is at or after a time.
    private func column(_ seconds: Double) -> Int {
        let place = (seconds - startSeconds) / (endSeconds - startSeconds) * Double(width) - 0.5
        guard !place.isNaN else { return 0 }
        return Int(min(max(place.rounded(.up), 0), Double(width)))
    }

    /// Neighbouring ids get colours far apart.
    private static func colour(of id: UInt32) -> UInt8 {
        UInt8((UInt64(id) * 2_654_435_761 >> 7) % UInt64(colourCount)) + 1
    }

    /// The image as a BMP of 256 colours, in a data URL.
    var dataURL: String {
        let stride = (width + 3) / 4 * 4
        var bytes: [UInt8] = Array("BM".utf8)
        let offset = 14 + 40 + 4 * 256
        func word(_ value: Int, _ count: Int) {
            for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
        }
        for (value, count) in [
            (offset + stride * height, 4), (0, 4), (offset, 4), (40, 4), (width, 4), (height, 4), (1, 2),
            (8, 2),
            (0, 4), (stride * height, 4), (2835, 4), (2835, 4), (256, 4), (0, 4),
        ] { word(value, count) }
        for colour in 0..<256 {
            let (red, green, blue) = Self.rgb(colour)
            bytes += [blue, green, red, 0]
        }
        for row in (0..<height).reversed() {
            bytes += pixels[row * width..<(row + 1) * width]
            bytes += Array(repeating: 0, count: stride - width)
        }
        return "data:image/bmp;base64,\(Data(bytes).base64EncodedString())"
    }

    /// A palette of hues in three strengths; 0 is the light grey of idle GPUs.
    private static func rgb(_ index: Int) -> (UInt8, UInt8, UInt8) {
        guard index > 0 else { return (232, 232, 232) }
        let hue = Double(index * 47 % 360) / 60
        let (strength, value) = [(0.55, 0.85), (0.75, 0.7), (0.4, 0.95)][index % 3]
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
        func byte(_ part: Double) -> UInt8 { UInt8(255 * (part + base)) }
        return (byte(parts.0), byte(parts.1), byte(parts.2))
    }
}
