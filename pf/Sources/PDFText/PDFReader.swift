import Foundation
import Kit
public import PayDocuments

/// Reads the words of a PDF by the program `pdftotext` of poppler.
public enum PDFReader {
    /// The words of each page, and the SHA-256 of the file in hexadecimal.
    ///
    /// - Parameters:
    ///   - source: The PDF.
    ///   - searchPath: Folders with programs, as in `PATH`.
    /// - Returns: Pages in order; at least one has a word.
    /// - Throws: ``PDFError``.
    public static func read(
        _ source: PDFSource, searchPath: String
    ) throws(PDFError) -> (pages: [Page], sha256: String) {
        let path = source.name
        let bytes = try contents(source)
        guard let program = program("pdftotext", in: searchPath) else { throw .noProgram }
        let run = try PDFToText(program: program, source: source).run()
        guard run.status == 0 else {
            if run.errors.contains("Incorrect password") { throw .encrypted(path: path) }
            throw .damaged(path: path, reason: reason(run.errors))
        }
        guard let pages = BoxReader.pages(run.output) else {
            throw .damaged(path: path, reason: "its output is not readable")
        }
        guard pages.count <= PDFLimits.pages else { throw .tooManyPages(path: path) }
        guard pages.contains(where: { !$0.words.isEmpty }) else { throw .noText(path: path) }
        return (pages, SHA256.hexDigest(bytes))
    }

    private static func contents(_ source: PDFSource) throws(PDFError) -> [UInt8] {
        switch source {
        case .file(let path): return try checked(contents(path), path)
        case .bytes(let bytes): return try checked(Data(bytes), source.name)
        }
    }

    private static func checked(_ data: Data, _ name: String) throws(PDFError) -> [UInt8] {
        guard data.count <= PDFLimits.inputBytes else { throw .tooLarge(path: name, bytes: data.count) }
        guard data.prefix(PDFLimits.signatureBytes).range(of: Data("%PDF-".utf8)) != nil else {
            throw .notPDF(path: name)
        }
        return Array(data)
    }

    private static func contents(_ path: String) throws(PDFError) -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .missing(path: path)
        }
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
        guard !isFolder.boolValue, let attributes, attributes[.type] as? FileAttributeType == .typeRegular
        else {
            throw .notFile(path: path)
        }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= PDFLimits.inputBytes else { throw .tooLarge(path: path, bytes: size) }
        guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable(path: path) }
        return data
    }

    private static func program(_ name: String, in searchPath: String) -> String? {
        searchPath.split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The first line of what the program says, without paths.
    private static func reason(_ errors: String) -> String {
        String((errors.split(separator: "\n").last ?? "").prefix(80))
    }
}
