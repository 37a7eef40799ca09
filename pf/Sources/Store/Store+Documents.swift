import GRDB
public import Household
import JSONText
import Money
import PayDocuments

extension Store {
    /// What saving a document came to.
    public enum Saved: Equatable, Sendable {
        /// It is stored under this number.
        case stored(StoredDocument)
        /// The same bytes were there already.
        case duplicate(StoredDocument)
    }

    /// Stores a parsed document in one transaction.
    ///
    /// Other bytes for the same stub or W-2 need review: the finding names the fields that differ.
    ///
    /// - Throws: ``StoreError``.
    public func save(_ parsed: ParsedDocument, earner: String, _ stamp: Stamp) throws -> Saved {
        if let same = try reading({ try Self.document($0, "sha256 = ?", [parsed.sha256]).first }) {
            return try Self.duplicate(same, parsed, earner)
        }
        return try writing { database in
            if let same = try Self.document(database, "sha256 = ?", [parsed.sha256]).first {
                return try Self.duplicate(same, parsed, earner)
            }
            var findings = parsed.findings
            let rival = try Self.rival(database, of: parsed.content, earner: earner)
            if let rival { findings.append(Self.finding(parsed.content, against: rival)) }
            let status: DocumentStatus = findings.isEmpty ? .accepted : .needsReview
            try database.execute(
                sql: """
                    INSERT INTO document(sha256, kind, status, earner, employer, tax_year, pay_day, content, findings,
                        supersedes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    parsed.sha256, parsed.content.kind.rawValue, status.rawValue, earner,
                    parsed.content.employer,
                    parsed.content.taxYear, parsed.content.payDate?.description, parsed.content.json.text,
                    Self.json(findings).text, rival?.id, stamp.at,
                ])
            let id = Int(database.lastInsertedRowID)
            try Self.audit(database, stamp, "document.save", "document \(id)")
            return .stored(
                StoredDocument(
                    id: id, earner: earner, status: status, content: parsed.content, original: nil,
                    findings: findings, sha256: parsed.sha256, supersedes: rival?.id))
        }
    }

    /// Documents in the order of their numbers.
    ///
    /// - Throws: ``StoreError``.
    public func documents(_ filter: DocumentFilter = DocumentFilter()) throws -> [StoredDocument] {
        try reading { database in
            try Self.document(
                database,
                "(?1 IS NULL OR tax_year = ?1) AND (?2 IS NULL OR earner = ?2) AND (?3 IS NULL OR status = ?3)",
                [filter.year, filter.earner, filter.status?.rawValue])
        }
    }

    /// One document.
    ///
    /// - Throws: ``StoreError``.
    public func document(_ id: Int) throws -> StoredDocument {
        guard let document = try reading({ try Self.document($0, "id = ?", [id]).first }) else {
            throw StoreError.noDocument(id: id)
        }
        return document
    }

    /// Removes a document.
    ///
    /// - Throws: ``StoreError``.
    public func deleteDocument(_ id: Int, _ stamp: Stamp) throws {
        try writing { database in
            try database.execute(sql: "DELETE FROM document WHERE id = ?", arguments: [id])
            guard database.changesCount == 1 else { throw StoreError.noDocument(id: id) }
            try Self.audit(database, stamp, "document.delete", "document \(id)")
        }
    }

    /// Stores what a review decided.
    ///
    /// - Parameters:
    ///   - document: With its corrected content, findings and new status.
    ///   - replaces: Whether the document that it supersedes stops counting.
    ///   - stamp: When, and who.
    /// - Throws: ``StoreError``.
    public func review(_ document: StoredDocument, replaces: Bool, _ stamp: Stamp) throws {
        guard case .object(var content) = document.content.json else { return }
        if let original = document.original { content["original"] = original }
        try writing { database in
            try database.execute(
                sql: """
                    UPDATE document SET status = ?, content = ?, findings = ?, employer = ?, tax_year = ?, pay_day = ?
                    WHERE id = ? AND status = 'needsReview'
                    """,
                arguments: [
                    document.status.rawValue, JSON.object(content).text, Self.json(document.findings).text,
                    document.content.employer, document.content.taxYear,
                    document.content.payDate?.description,
                    document.id,
                ])
            guard database.changesCount == 1 else {
                throw StoreError.wrongStatus(
                    id: document.id, status: "changed meanwhile", wanted: "needsReview")
            }
            if replaces, let older = document.supersedes {
                try database.execute(
                    sql: "UPDATE document SET status = 'superseded' WHERE id = ?", arguments: [older])
            }
            try Self.audit(database, stamp, "document.\(document.status.rawValue)", "document \(document.id)")
        }
    }

    private static func duplicate(_ same: StoredDocument, _ parsed: ParsedDocument, _ earner: String) throws
        -> Saved
    {
        guard same.earner == earner, same.content.taxYear == parsed.content.taxYear else {
            throw StoreError.otherOwner(id: same.id, earner: same.earner, year: same.content.taxYear)
        }
        return .duplicate(same)
    }

    /// The document of other bytes for the same stub or W-2.
    private static func rival(
        _ database: GRDB.Database, of content: PayDocument, earner: String
    ) throws -> StoredDocument? {
        let candidates = try document(
            database, "earner = ? AND tax_year = ? AND kind = ? AND status IN ('accepted', 'needsReview')",
            [earner, content.taxYear, content.kind.rawValue])
        return candidates.last { candidate in
            switch (candidate.content, content) {
            case (.w2(let old), .w2(let new)): old.ein == new.ein
            case (.paystub(let old), .paystub(let new)):
                old.payDate == new.payDate && old.employer.lowercased() == new.employer.lowercased()
            default: false
            }
        }
    }

    private static func finding(_ content: PayDocument, against rival: StoredDocument) -> Finding {
        let fields = differences(rival.content.json, content.json, at: "")
        let what =
            fields.isEmpty ? "no field differs" : "fields that differ: \(fields.joined(separator: ", "))"
        return Finding(
            code: "document.otherVersion",
            message: "document \(rival.id) is of the same employer and date; \(what); "
                + "accept to replace it, for a second W-2 with --add, or reject")
    }

    /// Paths of the values that differ.
    private static func differences(_ a: JSON, _ b: JSON, at path: String) -> [String] {
        switch (a, b) {
        case (.object(let old), .object(let new)):
            return Set(old.keys).union(new.keys).sorted(by: JSON.precedes).flatMap { key in
                differences(old[key] ?? .null, new[key] ?? .null, at: path.isEmpty ? key : "\(path).\(key)")
            }
        case (.array(let old), .array(let new)):
            return (0..<max(old.count, new.count)).flatMap { index in
                differences(
                    index < old.count ? old[index] : .null, index < new.count ? new[index] : .null,
                    at: "\(path).\(index)")
            }
        default: return a == b ? [] : [path]
        }
    }

    private static func json(_ findings: [Finding]) -> JSON {
        .array(findings.map { .object(["code": .string($0.code), "message": .string($0.message)]) })
    }

    private static func document(
        _ database: GRDB.Database, _ condition: String, _ arguments: StatementArguments
    ) throws -> [StoredDocument] {
        let sql =
            "SELECT id, sha256, status, earner, content, findings, supersedes FROM document WHERE \(condition) ORDER BY id"
        return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
            let content = try JSONParser.parse(row["content"] as String)
            let findings = try JSONParser.parse(row["findings"] as String)
            guard let status = DocumentStatus(rawValue: row["status"]) else {
                throw StoreError.wrongStatus(id: row["id"], status: row["status"], wanted: "a known one")
            }
            return StoredDocument(
                id: row["id"], earner: row["earner"], status: status, content: try PayDocument(json: content),
                original: content["original"]?.json,
                findings: (findings.array ?? []).map {
                    Finding(code: $0["code"]?.string ?? "", message: $0["message"]?.string ?? "")
                }, sha256: row["sha256"], supersedes: row["supersedes"])
        }
    }
}
