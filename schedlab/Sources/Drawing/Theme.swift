/// The colours of a picture.
public struct Theme: Equatable, Sendable {
    /// A colour of the screen, each part 0 to 255.
    public struct Colour: Equatable, Sendable {
        /// Parts of red, green and blue.
        public let red, green, blue: UInt8

        init(_ rgb: Int) {
            red = UInt8(truncatingIfNeeded: rgb >> 16)
            green = UInt8(truncatingIfNeeded: rgb >> 8)
            blue = UInt8(truncatingIfNeeded: rgb)
        }

        /// `#0072b2`.
        var hexadecimal: String {
            "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    private let paper, text, quiet, grid: Int
    private let series: [Int]

    /// Colours of series, after which they come round.
    public static var seriesCount: Int { light.series.count }

    /// Dark ink on white: paper.
    ///
    /// - Note: Source: series by Okabe and Ito, which colour-blind readers tell apart.
    public static let light = Theme(
        paper: 0xFFFFFF, text: 0x1A1A1A, quiet: 0x595959, grid: 0xE2E2E2,
        series: [0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xB37A00, 0x333333])
    /// Light ink on a dark screen.
    public static let dark = Theme(
        paper: 0x14171A, text: 0xEDEDED, quiet: 0xA9B0B7, grid: 0x343A40,
        series: [0x56B4E9, 0xFF8C42, 0x2FC79A, 0xE59AC4, 0xF0C043, 0xD0D0D0])

    /// The colour of an ink.
    public func colour(_ ink: Ink) -> Colour {
        switch ink {
        case .paper: Colour(paper)
        case .text: Colour(text)
        case .quiet: Colour(quiet)
        case .grid: Colour(grid)
        case .series(let index): Colour(series[index % series.count])
        }
    }
}
