package import Household
package import JSONText
import Kit
package import PDFText
package import PayDocuments
package import Store

/// Takes documents in: read, check, and store in one transaction.
package struct DocumentIntake {
    private let person: String
    private let year: Int
    private let path: String
    private let book: RuleBook

    /// A document that was read.
    package struct Reading {
        /// What it says, with its findings.
        package var parsed: ParsedDocument
        /// The words that it was read from.
        package var pages: [Page]
        /// What a person should know about it.
        package var notes: [String] { DocumentChecks.notes(for: parsed.content) }
    }

    /// What storing a document came to.
    package struct Stored {
        /// The document.
        package var document: StoredDocument
        /// `stored`, `duplicate` or `needsReview`.
        package var status: String

        /// As the commands print it.
        package var json: JSON {
            guard case .object(let members) = document.json, let content = members["document"] else {
                return document.json
            }
            return .object([
                "status": .string(status), "documentId": .int(document.id), "document": content,
            ])
        }
    }

    /// An intake for one person and year.
    ///
    /// - Throws: ``Failure`` when the person is no slug, and what reading the rules throws.
    package init(_ path: String, person: String, year: Int) throws {
        guard Earner.isSlug(person) else {
            throw Failure(
                "person", "--person \(person): no slug; expected a-z, then a-z, 0-9 or _, at most 32",
                .badData)
        }
        self.person = person
        self.year = year
        self.path = path
        book = try RuleBook.of(path)
    }

    /// Reads a document; writes nothing.
    ///
    /// - Parameters:
    ///   - kind: What it must be.
    ///   - source: The PDF.
    ///   - employer: Name of the employer of a paystub; nil = the first line.
    ///   - searchPath: Folders with programs, as in `PATH`.
    /// - Returns: The document with its words.
    /// - Throws: ``Failure``, `PDFError`, and what the rules throw.
    package func read(
        _ kind: PayDocument.Kind, _ source: PDFSource, employer: String? = nil, searchPath: String
    ) throws -> Reading {
        let (pages, sha256) = try PDFReader.read(source, searchPath: searchPath)
        do {
            let parsed =
                switch kind {
                case .w2:
                    try W2Parser.parse(pages: pages, parameters: book.parameterFiles(), sha256: sha256)
                case .paystub:
                    try PaystubParser.parse(
                        pages: pages, layout: book.layout(), employer: employer, sha256: sha256)
                }
            try DocumentChecks.requireYear(year, of: parsed.content)
            return Reading(parsed: parsed, pages: pages)
        } catch let error as PayDocumentError {
            throw Failure(error.code, "\(source.name): \(error.description)", .badData)
        }
    }

    /// Stores a document that was read.
    ///
    /// - Throws: `StoreError`.
    package func store(_ parsed: ParsedDocument, _ stamp: Store.Stamp) throws -> Stored {
        switch try Store.write(path).save(parsed, earner: person, stamp) {
        case .stored(let document):
            Stored(document: document, status: document.status == .needsReview ? "needsReview" : "stored")
        case .duplicate(let document): Stored(document: document, status: "duplicate")
        }
    }
}
