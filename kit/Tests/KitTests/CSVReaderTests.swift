import Foundation
import Kit
import KitTesting
import Testing

@Suite("CSV records")
struct CSVReaderTests {
    private func read(_ text: String) throws -> [[String]] {
        let folder = try TemporaryFolder.make("csv")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("t.csv").path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        let reader = try CSVReader(path: path)
        var rows: [[String]] = []
        while let record = try reader.next() { rows.append(record.fields) }
        return rows
    }

    @Test("a quote inside an unquoted field is a letter")
    func inchMarks() throws {
        #expect(try read("a,24\" screen\nb,30\"\nc,x\"y\"z\n") == [["a", "24\" screen"], ["b", "30\""], ["c", "x\"y\"z"]])
    }

    @Test("quoted fields hold commas, line ends and doubled quotes")
    func quoted() throws {
        #expect(try read("\"a,b\",\"c\nd\",\"e\"\"f\"\n\"\",x\n") == [["a,b", "c\nd", "e\"f"], ["", "x"]])
    }

    @Test("a quote that is never closed is an error with the line where it opened")
    func openQuote() throws {
        let error = try #require(throws: FileError.self) { try read("h,i\n1,2\n3,\"4\n5,6\n7,8\n") }
        guard case .badQuote(_, let line, let problem) = error else { return #expect(Bool(false), "\(error)") }
        #expect(line == 3)
        #expect(problem.contains("never closed"))
    }

    @Test("text behind a closing quote is an error with the line of the field")
    func textAfterQuote() throws {
        let error = try #require(throws: FileError.self) { try read("h,i\n\"1\nx\"y,2\n") }
        guard case .badQuote(_, let line, _) = error else { return #expect(Bool(false), "\(error)") }
        #expect(line == 2)
    }

    @Test("numbers are decimal digits and nothing else")
    func numbers() {
        for text in ["0", "-1.5", "+2", ".5", "5.", "1e3", "1.5E-3"] {
            #expect(DecimalNumber.double(text) == Double(text), "\(text)")
        }
        for text in ["", ".", "0x10", "inf", "nan", "1\u{0}2", "1_000", "٣", "1e", "1e400", "--1", "1 "] {
            #expect(DecimalNumber.double(text) == nil, "\(text)")
        }
        #expect(DecimalNumber.int("-12") == -12)
        for text in ["", "+", "1.0", "0x1", "1\u{0}", "99999999999999999999"] { #expect(DecimalNumber.int(text) == nil, "\(text)") }
    }
}

@Suite("Outputs and inputs")
struct OutputFolderTests {
    @Test("a folder with files of others is refused, a folder of ours is renewed, its other files are kept")
    func ownership() throws {
        let base = try TemporaryFolder.make("out")
        defer { try? FileManager.default.removeItem(at: base) }
        let path = base.appendingPathComponent("run").path
        let first = try OutputFolder(path, isForced: false)
        let file = try AtomicFile(path: try first.file("a.csv"))
        try file.append("1\n")
        try AtomicFile.finishTogether([file, try first.marker(adding: ["a.csv"])])
        try "mine".write(toFile: path + "/b.csv", atomically: true, encoding: .utf8)
        let second = try OutputFolder(path, isForced: false)
        #expect(try second.file("a.csv") == path + "/a.csv")
        #expect(throws: FileError.self) { try second.file("b.csv") }
        #expect(throws: FileError.self) { try OutputFolder(base.path, isForced: false) }
        #expect(try OutputFolder(path, isForced: true).file("b.csv") == path + "/b.csv")
    }

    @Test("control characters are written out, words are left alone")
    func visible() {
        #expect(Visible.text("a\u{1B}[31mb\u{7}\n") == "a\\u{1B}[31mb\\u{07}\\n")
        #expect(Visible.text("Größe, 日本") == "Größe, 日本")
        #expect(Visible.lines("a\n\tb\u{1B}c") == "a\n\tb\\u{1B}c")
        #expect(Visible.text("abcdef", limit: 3) == "abc...")
    }
}
