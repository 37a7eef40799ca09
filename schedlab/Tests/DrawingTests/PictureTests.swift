import Drawing
import Foundation
import Testing
import TextFormats

@Suite("pictures as files")
struct PictureTests {
    private let picture: Picture = {
        var picture = Picture(width: 60, height: 30, description: "A <square> & a line")
        picture.add(.area([Point(10, 10), Point(20, 10), Point(20, 20), Point(10, 20)], .series(0)))
        picture.add(.line([Point(30, 5), Point(50, 5)], width: 2, dash: [], .series(1)))
        picture.add(.text("µ & <p>", at: Point(30, 25), size: 8, .start, .text, isUpwards: false))
        return picture
    }()

    /// Red, green and blue of a pixel.
    private func pixel(_ raster: Raster, _ x: Int, _ y: Int) -> [UInt8] {
        Array(raster.pixels[3 * (y * raster.width + x)..<3 * (y * raster.width + x) + 3])
    }

    @Test("an area covers its pixels and nothing else")
    func pixels() {
        let raster = picture.raster(.light)
        #expect((raster.width, raster.height) == (240, 120))
        #expect(pixel(raster, 40, 40) == [0x00, 0x72, 0xB2])
        #expect(pixel(raster, 79, 79) == [0x00, 0x72, 0xB2])
        #expect(pixel(raster, 39, 60) == [0xFF, 0xFF, 0xFF])
        #expect(pixel(raster, 80, 60) == [0xFF, 0xFF, 0xFF])
        #expect(pixel(raster, 160, 20) == [0xD5, 0x5E, 0x00])
        #expect(pixel(picture.raster(.dark), 239, 119) == [0x14, 0x17, 0x1A])
    }

    @Test("half a pixel is painted half, and overlapping parts of a line not twice")
    func edges() {
        var picture = Picture(width: 4, height: 4, description: "")
        picture.add(.area([Point(0.125, 0), Point(1, 0), Point(1, 1), Point(0.125, 1)], .text))
        picture.add(.line([Point(2, 2), Point(3, 2), Point(2, 2)], width: 1, dash: [], .series(0)))
        let raster = picture.raster(.light)
        #expect(pixel(raster, 0, 2) == [141, 141, 141])
        #expect(pixel(raster, 10, 8) == [0x00, 0x72, 0xB2])
    }

    @Test("a PNG names its size and resolution, and each part's checksum is right")
    func png() throws {
        let png = try #require(picture.png(.light))
        #expect(Array(png[1..<4]) == Array("PNG".utf8))
        var place = 8
        var names: [String] = []
        while place < png.count {
            let word = { (at: Int) in png[at..<at + 4].reduce(0) { $0 << 8 | Int($1) } }
            let length = word(place)
            let body = Array(png[place + 4..<place + 8 + length])
            names.append(String(decoding: body.prefix(4), as: UTF8.self))
            #expect(word(place + 8 + length) == Int(CRC32.of(body)))
            place += 12 + length
        }
        #expect(names == ["IHDR", "pHYs", "iTXt", "IDAT", "IEND"])
    }

    @Test("SVG escapes texts, names fonts of one width, and has dark colours for dark screens")
    func svg() {
        let svg = picture.svg
        #expect(svg.contains("<title>A &lt;square&gt; &amp; a line</title>"))
        #expect(svg.contains(">µ &amp; &lt;p&gt;</text>"))
        #expect(svg.contains("prefers-color-scheme: dark"))
        #expect(svg.contains("width=\"60pt\" height=\"30pt\" viewBox=\"0 0 60 30\""))
    }

    @Test("each offset of a PDF's table leads to its object, and equal pictures are equal files")
    func pdfTable() throws {
        let pdf = try #require(picture.pdf(.light))
        #expect(picture.pdf(.light) == pdf)
        let text = String(decoding: pdf, as: Unicode.ASCII.self)
        #expect(text.hasSuffix("%%EOF\n"))
        let start = try #require(text.range(of: "startxref\n")?.upperBound)
        let offset = try #require(Int(text[start...].prefix { $0.isNumber }))
        let table = String(decoding: pdf[offset...], as: Unicode.ASCII.self).split(separator: "\n")
        #expect(table.first == "xref")
        let entries = table.dropFirst(3).prefix { $0.hasSuffix("n ") }
        #expect(entries.count == 5)
        for (index, entry) in entries.enumerated() {
            let place = try #require(Int(entry.prefix(10)))
            #expect(
                String(decoding: pdf[place...].prefix(8), as: Unicode.ASCII.self) == "\(index + 1) 0 obj\n")
        }
    }

    @Test("letters are as wide as Helvetica's: a space 0.278 em, an m 0.833")
    func widths() {
        #expect(abs(Lettering.width(" ", size: 1000) - 278) < 1)
        #expect(abs(Lettering.width("m", size: 1000) - 833) < 1)
        #expect(Lettering.width("漢", size: 10) == Lettering.width("?", size: 10))
    }
}
