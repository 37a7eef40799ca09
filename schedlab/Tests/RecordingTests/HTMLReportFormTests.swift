import Cluster
import Foundation
import TestSupport
import Testing
import TextFormats

@testable import Recording
@testable import Reports

@Suite("What the HTML report looks like")
struct HTMLReportFormTests {
    private func labels(_ html: String, _ kind: String) -> [String] {
        html.components(separatedBy: "<text class=\"\(kind)\"").dropFirst().compactMap { piece in
            piece.split(separator: ">", maxSplits: 1).last?.split(separator: "<").first.map(String.init)
        }.filter { $0.allSatisfy { $0.isNumber || $0 == "." || $0 == "," } }
    }

    private func chart(_ values: [Double], isLogarithmic: Bool = false, cuts: Bool = false) -> String {
        let points = values.enumerated().map { (x: isLogarithmic ? $1 : Double($0), y: $1) }
        return SVGChart(
            title: "t", xLabel: "x", yLabel: "y", lines: [.init(name: "a", points: points)],
            hasLogarithmicX: isLogarithmic, cutsExtremes: cuts
        ).html
    }

    @Test(
        "ticks of an axis have equal decimals",
        arguments: [[0.2, 40], [1, 30], [0, 0.004], [0, 1.2], [3, 1234], [0.05, 0.3]] as [[Double]],
        [false, true])
    func ticks(ends: [Double], isLogarithmic: Bool) {
        let html = chart(ends.map { isLogarithmic ? max($0, 0.01) : $0 }, isLogarithmic: isLogarithmic)
        for kind in ["x", "y"] {
            let decimals = labels(html, kind).map { $0.split(separator: ".").dropFirst().first?.count ?? 0 }
            #expect(!decimals.isEmpty && Set(decimals).count == 1, "\(labels(html, kind))")
        }
    }

    @Test("a start transient does not set the scale, and is told")
    func transient() {
        let values = [5000.0] + (0..<500).map { Double($0 % 10) }
        let html = chart(values, cuts: true)
        #expect(html.contains("cut off above") && html.contains("the highest value is 5,000"))
        #expect(!labels(html, "y").contains("5,000"))
        #expect(!chart([1, 2, 3], cuts: true).contains("cut off"))
    }

    @Test("times are told in hours and days, one unit a row")
    func times() {
        #expect(TimeUnit.fitting([.number(753_570), .number(10)]).text(753_570) == "209.3 h")
        #expect(TimeUnit.fitting([.number(7199), nil]).text(60) == "60 s")
        #expect(TimeUnit.fitting([.number(40 * 86_400)]).text(86_400) == "1.0 days")
    }

    @Test("a colour means one thing: no GPU type has a run's")
    func colours() {
        #expect(Set(SVGChart.colours).isDisjoint(with: SVGChart.typeColours))
        #expect(Set(SVGChart.typeColours).count == SVGChart.typeColours.count)
    }

    @Test("the picture shows every GPU, and idle ones are clear", arguments: [5 as UInt64, 7, 10, 0])
    func picture(seed: UInt64) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = try RandomRecord.write(seed, path: folder.path + "/r.record")
        let picture = try GPUPicture(record)
        let layout = record.provenance.layout
        #expect(
            picture.rowsOfType
                == layout.types.map { ($0.gpuCount + picture.gpusPerRow - 1) / picture.gpusPerRow })
        guard let url = picture.dataURL else {
            #expect(record.roundCount < 2)
            return
        }
        let png = [UInt8](
            try #require(Data(base64Encoded: String(url.dropFirst("data:image/png;base64,".count)))))
        #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] && png[25] == 6)
    }
}
