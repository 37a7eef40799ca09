extension Picture {
    /// Pixels of a point of the page: 288 an inch, so that a column is sharp in print.
    public static let pixelsPerPoint = 4.0

    /// The picture as a PNG file in the colours of a theme; nil when it has no size or the compressor failed.
    public func png(_ theme: Theme) -> [UInt8]? {
        let raster = raster(theme)
        return PNGFile.bytes(
            raster.pixels, width: raster.width, height: raster.height, .colour, description: description,
            pixelsPerPoint: Self.pixelsPerPoint)
    }

    /// The picture painted.
    package func raster(_ theme: Theme) -> Raster {
        let scale = Self.pixelsPerPoint
        var raster = Raster(
            width: Int((width * scale).rounded()), height: Int((height * scale).rounded()),
            theme.colour(.paper))
        for shape in shapes { raster.fill(Contours.of(shape), scale: scale, theme.colour(shape.ink)) }
        return raster
    }
}

extension Shape {
    /// What it is drawn with.
    var ink: Ink {
        switch self {
        case .line(_, _, _, let ink), .area(_, let ink), .disc(_, _, let ink), .text(_, _, _, _, let ink, _):
            ink
        }
    }
}
