import Foundation
import Household
import JSONText
import PDFText
import PayDocuments
import PfTesting
import Rules
import Testing

/// The shipped rules, and parsing as the command does it.
enum Shipped {
    static func layout() throws -> Layout {
        let file = try #require(ShippedRules.all.first { $0.kind == .layout })
        return try RuleFiles.layout(text: file.text, fileName: file.name)
    }

    static func parameters() throws -> [ParameterFile] {
        try ShippedRules.all.filter { $0.kind == .parameters }.map {
            try RuleFiles.parameters(text: $0.text, fileName: $0.name)
        }
    }

    static var searchPath: String { ProcessInfo.processInfo.environment["PATH"] ?? "" }

    static func parse(_ path: String, kind: PayDocument.Kind) throws -> ParsedDocument {
        let (pages, sha256) = try PDFReader.read(.file(path), searchPath: searchPath)
        return try parse(pages, kind: kind, sha256: sha256)
    }

    static func parse(_ pages: [Page], kind: PayDocument.Kind, sha256: String = "") throws -> ParsedDocument {
        switch kind {
        case .w2: try W2Parser.parse(pages: pages, parameters: parameters(), sha256: sha256)
        case .paystub: try PaystubParser.parse(pages: pages, layout: layout(), employer: nil, sha256: sha256)
        }
    }
}

@Suite("Documents of the fixtures")
struct ExpectedDocumentsTests {
    static let names = [
        "stub-avery-2025-12-31", "stub-avery-2026-07-31", "stub-avery-2026-08-31", "stub-avery-2026-09-15",
        "stub-blake-2026-09-04", "stub-blake-2026-09-18", "stub-net-wrong", "stub-unknown-label",
        "w2-avery-2025",
        "w2-blake-2025-harbor", "w2-blake-2025-northwind", "w2-box4-wrong", "w2-copies-disagree",
    ]

    @Test("Rows 1, 2, 3, 9: each document reads as an independent program computed", arguments: names)
    func readsAsExpected(name: String) throws {
        let parsed = try Shipped.parse(
            Fixtures.path("documents/\(name).pdf"), kind: name.hasPrefix("w2") ? .w2 : .paystub)
        #expect(try fields(parsed.json.text) == fields(try Fixtures.text("expected/\(name).json")))
    }

    @Test("Row 7: an owner's password alone changes nothing but the hash")
    func readsOwnerEncrypted() throws {
        let parsed = try Shipped.parse(Fixtures.path("documents/encrypted-owner.pdf"), kind: .paystub)
        let plain = try Shipped.parse(Fixtures.path("documents/stub-avery-2026-09-15.pdf"), kind: .paystub)
        #expect(parsed.content == plain.content)
        #expect(parsed.sha256 != plain.sha256)
    }

    @Test("Row 12: no number, no account and no street is in what is printed", arguments: names)
    func redacts(name: String) throws {
        let parsed = try Shipped.parse(
            Fixtures.path("documents/\(name).pdf"), kind: name.hasPrefix("w2") ? .w2 : .paystub)
        let text = parsed.json.text + parsed.findings.map(\.message).joined()
        #expect(text.firstMatch(of: /000-00-0001|XXX-XX-[0-9]|Fiction Way|[*xX]{2,}[0-9]{3}/) == nil)
    }

    private func fields(_ json: String) throws -> NSDictionary {
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        return object.filter { $0.key != "file" } as NSDictionary
    }
}
