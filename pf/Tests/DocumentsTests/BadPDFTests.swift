import Foundation
import Household
import JSONText
import KitTesting
import PDFText
import PayDocuments
import PfTesting
import Testing

@Suite("PDFs that are refused")
struct BadPDFTests {
    @Test(
        "Row 6: each bad file has its code, its exit class and one line that says what to do",
        arguments: [
            ("encrypted-user.pdf", "pdf.encrypted", PDFError.ExitClass.data),
            ("scanned.pdf", "pdf.noText", .data),
            ("truncated.pdf", "pdf.damaged", .data), ("not-a-pdf.pdf", "pdf.notPDF", .data),
            ("empty.pdf", "pdf.notPDF", .data), ("missing.pdf", "pdf.missing", .input),
            ("", "pdf.notFile", .input),
        ])
    func refuses(name: String, code: String, exitClass: PDFError.ExitClass) throws {
        try expect(Fixtures.path("documents/\(name)"), code, exitClass)
    }

    @Test("Row 6: a file of 11 MiB and a document of 13 pages are refused; 12 pages are read")
    func refusesTooMuch() throws {
        let folder = try TemporaryFolder.make("too-much")
        defer { try? FileManager.default.removeItem(at: folder) }
        let large = folder.appendingPathComponent("large.pdf")
        try (Data("%PDF-1.4\n".utf8) + Data(count: 11 << 20)).write(to: large)
        try expect(large.path, "pdf.tooLarge", .data)
        var drawing = Drawing()
        drawing.text("Harbor Clinic", 40, 50)
        let long = folder.appendingPathComponent("long.pdf")
        try drawing.pdf(pages: 13).write(to: long)
        try expect(long.path, "pdf.tooManyPages", .data)
        try drawing.pdf(pages: 12).write(to: long)
        let read = try PDFReader.read(.file(long.path), searchPath: Shipped.searchPath)
        #expect(read.pages.count == 12)
    }

    @Test("Row 8: without pdftotext the message has the install line")
    func needsProgram() throws {
        let error = #expect(throws: PDFError.self) {
            try PDFReader.read(.file(Fixtures.path("documents/w2-avery-2025.pdf")), searchPath: "/nowhere")
        }
        #expect(error?.exitClass == .unavailable)
        #expect(error?.description.contains("apt-get install poppler-utils") == true)
    }

    @Test("Row 5: a document of another year, or of another kind, is refused with its code")
    func refusesOtherDocuments() throws {
        let form = try Shipped.parse(Fixtures.path("documents/w2-avery-2025.pdf"), kind: .w2)
        #expect(throws: PayDocumentError.self) { try DocumentChecks.requireYear(2024, of: form.content) }
        try DocumentChecks.requireYear(2025, of: form.content)
        let error = #expect(throws: PayDocumentError.self) {
            try Shipped.parse(Fixtures.path("documents/w2-avery-2025.pdf"), kind: .paystub)
        }
        #expect(error?.code == "paystub.notPaystub")
        let other = #expect(throws: PayDocumentError.self) {
            try Shipped.parse(Fixtures.path("documents/stub-avery-2026-09-15.pdf"), kind: .w2)
        }
        #expect(other?.code == "w2.notW2")
    }

    @Test("hostile bytes after %PDF- end in an error, never in a crash or a hang")
    func survivesHostileFiles() throws {
        let folder = try TemporaryFolder.make("hostile")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("-l.pdf")
        var random = SplitMix64(seed: 1)
        let whole = [UInt8](try Fixtures.data("documents/stub-avery-2026-09-15.pdf"))
        for _ in 0..<20 {
            var bytes = whole
            for _ in 0..<30 {
                bytes[Int.random(in: 8..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255, using: &random)
            }
            try Data(bytes).write(to: file)
            let parsed = try? Shipped.parse(file.path, kind: .paystub)
            // What is still read must be what the whole document says.
            guard let parsed, parsed.status == .parsed else { continue }
            let expected = try Shipped.parse(
                Fixtures.path("documents/stub-avery-2026-09-15.pdf"), kind: .paystub)
            #expect(parsed.json.text.contains("444004") && parsed.content.taxYear == expected.content.taxYear)
        }
    }

    private func expect(_ path: String, _ code: String, _ exitClass: PDFError.ExitClass) throws {
        let start = ContinuousClock.now
        let error = #expect(throws: PDFError.self) {
            try PDFReader.read(.file(path), searchPath: Shipped.searchPath)
        }
        #expect(error?.code == code)
        #expect(error?.exitClass == exitClass)
        #expect(error?.description.contains("\n") == false)
        #expect(ContinuousClock.now - start < .seconds(2))
    }
}
