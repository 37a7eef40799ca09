internal import TextFormats

/// The bytes of a PNG file.
public enum PNGFile {
    /// What a pixel holds, eight bits each.
    public enum Pixels: Sendable {
        /// Red, green and blue.
        case colour
        /// Red, green, blue and opacity.
        case colourAndOpacity

        var channelCount: Int { self == .colour ? 3 : 4 }
        var code: UInt8 { self == .colour ? 2 : 6 }
    }

    /// Writes an image.
    ///
    /// - Parameters:
    ///   - pixels: Lines from the top, `width` × `height` × channels.
    ///   - width: Columns, at least 1.
    ///   - height: Lines, at least 1.
    ///   - kind: What a pixel holds.
    ///   - description: Text of the file's `Description`; nil = none.
    ///   - pixelsPerPoint: Resolution; nil = not said.
    /// - Returns: nil when nothing is there to write or the compressor failed.
    public static func bytes(
        _ pixels: [UInt8], width: Int, height: Int, _ kind: Pixels, description: String? = nil,
        pixelsPerPoint: Double? = nil
    ) -> [UInt8]? {
        let lineLength = kind.channelCount * width
        guard width > 0, height > 0, pixels.count == lineLength * height else { return nil }
        var lines: [UInt8] = []
        lines.reserveCapacity((lineLength + 1) * height)
        for row in 0..<height {
            // Filter 0: the bytes as they are.
            lines.append(0)
            lines += pixels[lineLength * row..<lineLength * (row + 1)]
        }
        guard let packed = GzipStream(.zlib).pass(lines, isLast: true) else { return nil }
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        // Eight bits a channel, not interlaced.
        chunk("IHDR", word(width) + word(height) + [8, kind.code, 0, 0, 0], to: &bytes)
        if let pixelsPerPoint {
            let perMetre = Int((pixelsPerPoint * 72 / 0.0254).rounded())
            chunk("pHYs", word(perMetre) + word(perMetre) + [1], to: &bytes)
        }
        if let description {
            let text = Array("Description".utf8) + [0, 0, 0, 0, 0] + Array(description.utf8)
            chunk("iTXt", text, to: &bytes)
        }
        chunk("IDAT", packed, to: &bytes)
        chunk("IEND", [], to: &bytes)
        return bytes
    }

    private static func chunk(_ name: String, _ payload: [UInt8], to bytes: inout [UInt8]) {
        bytes += word(payload.count)
        let body = Array(name.utf8) + payload
        bytes += body + word(Int(CRC32.of(body)))
    }

    private static func word(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
