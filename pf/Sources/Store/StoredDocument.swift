public import Household
public import JSONText
import Money
import PayDocuments

/// What becomes of a document.
public enum DocumentStatus: String, CaseIterable, Sendable {
    /// The flow uses it.
    case accepted
    /// Somebody must look at it.
    case needsReview
    /// Somebody looked and refused it.
    case rejected
    /// A later one took its place.
    case superseded
}

/// A document of the database.
public struct StoredDocument: Equatable, Sendable {
    /// Its number.
    public var id: Int
    /// Slug of the earner.
    public var earner: String
    /// What becomes of it.
    public var status: DocumentStatus
    /// What it says.
    public var content: PayDocument
    /// What it said before it was corrected; nil = it was not.
    public var original: JSON?
    /// Why it needs review.
    public var findings: [Finding]
    /// SHA-256 of the PDF.
    public var sha256: String
    /// Number of the document that it replaces.
    public var supersedes: Int?

    /// As the commands print it.
    public var json: JSON {
        guard case .object(var members) = content.json else { return content.json }
        members["findings"] = .strings(findings.map(\.code))
        members["sha256"] = .string(sha256)
        members["status"] = .string(status.rawValue)
        return .object([
            "documentId": .int(id), "earner": .string(earner), "taxYear": .int(content.taxYear),
            "status": .string(status.rawValue), "supersedes": .int(supersedes), "document": .object(members),
            "messages": .strings(findings.map(\.message)), "original": original ?? .null,
        ])
    }

    /// The row of a list.
    public var summary: JSON {
        .object([
            "documentId": .int(id), "kind": .string(content.kind.rawValue), "earner": .string(earner),
            "employer": .string(content.employer), "taxYear": .int(content.taxYear),
            "payDate": .string(content.payDate?.description), "status": .string(status.rawValue),
            "findings": .strings(findings.map(\.code)), "supersedes": .int(supersedes),
        ])
    }
}

/// Which documents to list.
public struct DocumentFilter: Sendable {
    /// nil = any.
    public var year: Int?
    /// nil = any.
    public var earner: String?
    /// nil = any.
    public var status: DocumentStatus?

    /// Which documents to list.
    public init(year: Int? = nil, earner: String? = nil, status: DocumentStatus? = nil) {
        self.year = year
        self.earner = earner
        self.status = status
    }
}
