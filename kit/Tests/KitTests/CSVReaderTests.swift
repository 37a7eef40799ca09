import Foundation
import Kit
import KitTesting
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    private func rows(_ text: String) throws -> [[String]] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let reader = try CSVReader(path: path)
        var rows: [[String]] = []
        while let record = try reader.next() { rows.append(record.fields) }
        return rows
    }

    @Test(
        "a quote inside a field that does not begin with one is a letter",
        arguments: [
            ("a,5\" disk\nb,7\" x\n", [["a", "5\" disk"], ["b", "7\" x"]]),
            ("a,b \"x\"\n", [["a", "b \"x\""]]),
            ("\"c\" d,e\n", [["c d", "e"]]),
            ("\"a\"\"b\",\"\"\n", [["a\"b", ""]]),
            ("\"a,b\nc\",d\r\n", [["a,b\nc", "d"]]),
            ("\"\"\"\",x\n", [["\"", "x"]]),
        ])
    func quotes(text: String, expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    @Test(
        "a quote that is never closed is refused with the line where it opened",
        arguments: [
            ("a,b\n1,\"x\n2,y\n3,z\n", 2), ("a,\"b", 1), ("a\n\"x\ny\",\"z\n", 3),
            ("a,b\n1,\"x\n2,5\" disk\n3,z\n", 2), ("a,b\n1,\"x\n2,\"y\"\n", 2),
        ])
    func openQuotes(text: String, line: Int) throws {
        let error = #expect(throws: FileError.self) { try rows(text) }
        guard case .quoteNotClosed(_, let found) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(found == line)
    }

    @Test("what the writer writes comes back, whatever the letters")
    func roundTrip() throws {
        var state: UInt64 = 7
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let letters = ["a", "\"", ",", "\n", " ", "é", "5\"", "\u{0}"]
        for _ in 0..<500 {
            let row = (0..<3).map { _ in (0..<next(6)).map { _ in letters[next(letters.count)] }.joined() }
            #expect(try rows(CSVLine.text(row)) == [row])
        }
    }

    @Test("random bytes end in records or in an error, never in a crash")
    func randomBytes() throws {
        var state: UInt64 = 11
        let letters = Array("\",\n\r a1\u{FEFF}\u{0}".utf8) + [0xFF, 0x80]
        for _ in 0..<2000 {
            var bytes: [UInt8] = []
            for _ in 0..<24 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes.append(letters[Int((state >> 33) % UInt64(letters.count))])
            }
            let lineEnds = bytes.count { $0 == 0x0A }
            let count = (try? rows(String(decoding: bytes, as: UTF8.self)))?.count ?? 0
            #expect(count <= lineEnds + 1)
        }
    }
}

@Suite("Decimal numbers")
struct DecimalNumberTests {
    @Test("numbers as people write them are read")
    func numbers() {
        for (text, value) in [
            ("0", 0), ("12", 12), ("-0.5", -0.5), ("+1.5e3", 1500), (".5", 0.5), ("5.", 5), ("1E-2", 0.01),
        ] {
            #expect(DecimalNumber.double(text) == value, "\(text)")
        }
        #expect(DecimalNumber.int("42") == 42 && DecimalNumber.int("-7") == -7)
    }

    @Test(
        "everything else is refused",
        arguments: [
            "", "-", ".", "e5", "1e", "1e+", "0x10", "0x1p3", "inf", "nan", "-inf", "infinity", "1 0", " 1",
            "1 ",
            "1,5", "1_000", "1e400", "10\u{0}0", "1\u{0}", "١", "1.2.3", "--1", "1-",
        ])
    func others(text: String) {
        #expect(DecimalNumber.double(text) == nil)
        #expect(DecimalNumber.int(text) == nil)
    }
}
