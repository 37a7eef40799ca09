import Flow
import Foundation
import Household
import PfTesting
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Sankey")
struct SankeyTests {
    /// What a drawing says, read back from its text.
    struct Drawing {
        struct Band {
            var from: String, to: String, cents: Int, startHeight: Int, endHeight: Int, start: Int, end: Int
        }
        struct Node { var id: String, cents: Int, x: Int, y: Int, height: Int }
        var bands: [Band] = []
        var nodes: [Node] = []
        var labels: [String] = []

        init(_ svg: String) throws {
            let parser = XMLParser(data: Data(svg.utf8))
            let reader = Reader()
            parser.delegate = reader
            try #require(parser.parse(), "the drawing is not well-formed")
            (bands, nodes, labels) = (reader.bands, reader.nodes, reader.labels)
        }

        /// A number of the drawing in hundredths of a pixel.
        static func hundredths(_ text: some StringProtocol) -> Int {
            let parts = text.split(separator: ".")
            return (Int(parts[0]) ?? 0) * 100 + (Int(parts[1]) ?? 0)
        }

        private final class Reader: NSObject, XMLParserDelegate {
            var bands: [Band] = [], nodes: [Node] = [], labels: [String] = []
            private var label: String?

            func parser(
                _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
                qualifiedName: String?,
                attributes: [String: String]
            ) {
                func number(_ key: String) -> Int { hundredths(attributes[key] ?? "0.0") }
                if name == "text" { label = "" }
                if attributes["class"] == "node" {
                    nodes.append(
                        Node(
                            id: attributes["data-node"] ?? "",
                            cents: Int(attributes["data-cents"] ?? "") ?? 0, x: number("x"), y: number("y"),
                            height: number("height")))
                }
                guard attributes["class"] == "band" else { return }
                // M x0 y0 C x y x y x1 y1 L x1 y1b C x y x y x0 y0b Z
                let numbers = (attributes["d"] ?? "").split(separator: " ").filter { $0.contains(".") }.map(
                    hundredths)
                bands.append(
                    Band(
                        from: attributes["data-from"] ?? "", to: attributes["data-to"] ?? "",
                        cents: Int(attributes["data-cents"] ?? "") ?? 0,
                        startHeight: numbers[15] - numbers[1], endHeight: numbers[9] - numbers[7],
                        start: numbers[1], end: numbers[7]))
            }

            func parser(_ parser: XMLParser, foundCharacters string: String) { label? += string }

            func parser(
                _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
            ) {
                if name == "text" {
                    labels.append(label ?? "")
                    label = nil
                }
            }
        }
    }

    private static func golden(_ column: FlowColumn, withDelta: Bool = false) throws -> Drawing {
        let report = try FlowBuilder.build(FlowFixture.input2026(withDelta: withDelta))
        return try Drawing(SankeySVG(report, column: column).text)
    }

    @Test(
        "Row 44: the same bytes each time, every label as text, bands and nodes in proportion, none over another",
        arguments: FlowColumn.allCases)
    func draws(column: FlowColumn) throws {
        let report = try FlowBuilder.build(FlowFixture.input2026())
        let text = try SankeySVG(report, column: column).text
        #expect(try SankeySVG(report, column: column).text == text)
        let drawing = try Drawing(text)
        #expect(drawing.bands.count > 25)
        let scale = try #require(drawing.nodes.max { $0.cents < $1.cents })
        for node in drawing.nodes {
            let exact = Double(node.cents) * Double(scale.height) / Double(scale.cents)
            #expect(abs(Double(node.height) - exact) <= 50, "\(node.id)")
            for (ends, heights) in [
                (drawing.bands.filter { $0.from == node.id }.map { ($0.start, $0.startHeight) }, "out"),
                (drawing.bands.filter { $0.to == node.id }.map { ($0.end, $0.endHeight) }, "in"),
            ] {
                var bottom = node.y
                for (start, height) in ends.sorted(by: { $0 < $1 }) {
                    #expect(start >= bottom, "\(heights) of \(node.id)")
                    bottom = start + height
                }
                #expect(bottom <= node.y + max(node.height, 50))
            }
        }
        for band in drawing.bands {
            let exact = Double(band.cents) * Double(scale.height) / Double(scale.cents)
            #expect(abs(Double(band.startHeight) - exact) <= 50 && abs(Double(band.endHeight) - exact) <= 50)
        }
        for (a, b) in zip(drawing.nodes, drawing.nodes.dropFirst()) where a.x == b.x {
            #expect(a.y + a.height <= b.y || b.y + b.height <= a.y, "\(a.id) over \(b.id)")
        }
        let shown = drawing.labels.joined(separator: "\n")
        for line in report.lines where line.section != .balance && (line[column] ?? 0).magnitude > 200_000 {
            #expect(shown.contains(line.label), "\(line.label)")
        }
    }

    @Test("In equals out at each hub to the cent, as read from the drawing", arguments: FlowColumn.allCases)
    func conserves(column: FlowColumn) throws {
        let drawing = try Self.golden(column)
        var hubs = 0
        for node in drawing.nodes {
            let out = drawing.bands.filter { $0.from == node.id }.map(\.cents)
            let into = drawing.bands.filter { $0.to == node.id }.map(\.cents)
            #expect(node.cents == max(out.reduce(0, +), into.reduce(0, +)))
            guard !out.isEmpty, !into.isEmpty else { continue }
            hubs += 1
            #expect(out.reduce(0, +) == into.reduce(0, +), "\(node.id)")
        }
        #expect(hubs == 3)
    }

    @Test("Row 45: a refund and a shortfall are sources, what is left is a node of its own")
    func negatives() throws {
        let actual = try Self.golden(.actual)
        func source(_ drawing: Drawing, _ id: String) -> Int? { drawing.bands.first { $0.from == id }?.cents }
        #expect(source(actual, "saving.espp_refund.avery") == 12_540)
        #expect(source(actual, "spending.travel") == 17_955)
        #expect(!actual.bands.contains { $0.to == "spending.travel" })
        // Pay that was taken back flows out of gross pay.
        #expect(actual.bands.first { $0.to == "income.other.blake" }?.cents == 15_000)
        #expect(actual.bands.first { $0.to == "balance.leftover" }?.cents == 12_767_917)
        var report = try FlowBuilder.build(FlowFixture.input2026())
        let living = try #require(report.lines.firstIndex { $0.id == "spending.p1_living" })
        report.lines[living].actualCents = 20_000_000 + (report.lines[living].actualCents ?? 0)
        let balance = report.lines.count - 1
        report.lines[balance].actualCents = 12_767_917 - 20_000_000
        let short = try Drawing(SankeySVG(report, column: .actual).text)
        #expect(short.bands.first { $0.from == "balance.shortfall" }?.cents == 7_232_083)
        #expect(short.labels.contains { $0.hasPrefix("Shortfall") })
        #expect(!short.labels.contains { $0.hasPrefix("Leftover") })
    }

    @Test("Small bands of one hub and section are one, and their sum is kept")
    func folds() throws {
        let drawing = try Self.golden(.actual)
        let other = try #require(drawing.nodes.first { $0.id == "other.cash.out.spending" })
        #expect(other.cents == 4567 + 999)
        #expect(drawing.labels.contains { $0.hasPrefix("Other (2)") })
    }

    @Test("Row 46: a new group gets a colour and all others keep theirs")
    func colors() throws {
        let before = try FlowBuilder.build(FlowFixture.input2026())
        var input = try FlowFixture.input2026()
        let day = try #require(input.ynabRows.map(\.day).max())
        for name in ["Aardvark", "Zoo", "Pets"] {
            input.ynabRows.append(
                YnabRow(
                    id: name, day: day, milliunits: -990_000, payee: "Shop",
                    kind: .spending(group: name, category: "c")))
        }
        let after = try FlowBuilder.build(input)
        let (old, new) = (SankeyColors(before), SankeyColors(after))
        for line in before.lines { #expect(old.color(of: line) == new.color(of: line), "\(line.id)") }
        let added = after.lines.filter { line in !before.lines.contains { $0.id == line.id } }
        #expect(added.count == 3)
        #expect(added.allSatisfy { new.color(of: $0) != SankeyColors.neutral })
    }

    @Test("The drawing does not change when facts arrive in another order")
    func ordered() throws {
        let input = try FlowFixture.input2026()
        let text = try SankeySVG(FlowBuilder.build(input), column: .projected).text
        for seed in 0..<20 as Range<UInt64> {
            let other = try SankeySVG(
                FlowBuilder.build(RandomHousehold.shuffled(input, seed: seed)), column: .projected
            ).text
            #expect(other == text)
        }
    }

    @Test("Of 300 random households every drawing is well-formed and conserved, for all and for each earner")
    func random() throws {
        var bands = 0
        for seed in 0..<300 as Range<UInt64> {
            let report = try FlowBuilder.build(RandomHousehold.input(seed: seed))
            for earner in [nil] + report.header.earners.map({ Optional($0.slug) }) {
                let drawing = try Drawing(
                    SankeySVG(report, column: FlowColumn.allCases[Int(seed % 3)], earner: earner).text)
                bands += drawing.bands.count
                #expect(drawing.bands.allSatisfy { $0.cents > 0 })
                for node in drawing.nodes {
                    let out = drawing.bands.filter { $0.from == node.id }.map(\.cents).reduce(0, +)
                    let into = drawing.bands.filter { $0.to == node.id }.map(\.cents).reduce(0, +)
                    #expect(out == 0 || into == 0 || out == into, "seed \(seed), \(node.id)")
                }
            }
        }
        #expect(bands > 3000)
    }

    @Test(
        "A band's ends are where its nodes are, whatever crosses: of 60 nodes and 150 bands none leaves its node"
    )
    func crossings() {
        var graph = FlowGraph(nodes: [], bands: [])
        for index in 0..<150 {
            let layer = index % 3
            graph.bands.append(
                FlowGraph.Band(
                    from: layer * 15 + index % 15, to: (layer + 1) * 15 + index * 7 % 15, cents: 10 + index))
        }
        for index in 0..<60 {
            let out = graph.bands.filter { $0.from == index }.map(\.cents).reduce(0, +)
            let into = graph.bands.filter { $0.to == index }.map(\.cents).reduce(0, +)
            graph.nodes.append(
                FlowGraph.Node(
                    id: "n\(index)", label: "N\(index)", kind: .line(.spending), lineIDs: [],
                    cents: max(out, into, 1)))
        }
        let layout = SankeyLayout(graph, style: .wide)
        #expect(layout.ribbons.count == 150 && layout.boxes.count == 60)
        for (band, ribbon) in zip(graph.bands, layout.ribbons) {
            for (node, y, thickness) in [
                (band.from, ribbon.fromY, ribbon.fromThickness), (band.to, ribbon.toY, ribbon.toThickness),
            ] {
                let box = layout.boxes[node]
                #expect(y >= box.y && y + thickness <= box.y + box.height, "\(band)")
            }
        }
        for (index, box) in layout.boxes.enumerated() {
            #expect(box.y >= 0 && box.y + box.height <= layout.height)
            for other in layout.boxes[..<index] where other.x == box.x {
                #expect(box.y + box.height <= other.y || other.y + other.height <= box.y)
            }
        }
    }
}
