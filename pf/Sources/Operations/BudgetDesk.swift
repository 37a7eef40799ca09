package import Budgets
package import JSONText
import Kit
package import Store

/// Budgets: check, save, compare, list.
package struct BudgetDesk {
    private let path: String

    /// Budgets of a database.
    package init(_ path: String) { self.path = path }

    /// What saving came to.
    package struct Saved {
        /// The latest version now.
        package var version: Int
        /// Whether it is new; equal content makes no version.
        package var isNew: Bool
    }

    /// Reads a document with the rules in use.
    ///
    /// - Throws: `BudgetErrors` with all findings, and what the rules throw.
    package func parse(_ bytes: [UInt8], year: Int?) throws -> BudgetDocument {
        try BudgetDocument.parse(bytes, rules: RuleBook.of(path).budgetRules(), year: year)
    }

    /// Stores a document as the next version.
    ///
    /// - Throws: `BudgetErrors`, `StoreError`.
    package func save(
        _ bytes: [UInt8], _ document: BudgetDocument, note: String?, expected: Int?, _ stamp: Store.Stamp
    ) throws -> Saved {
        let saved = try Store.write(path).save(
            document, original: String(decoding: bytes, as: UTF8.self), note: note, expected: expected, stamp)
        return Saved(version: saved.version, isNew: saved.isNew)
    }

    /// The versions of a year, or of all years.
    ///
    /// - Throws: `StoreError`.
    package func versions(year: Int?) throws -> [Store.BudgetVersion] {
        try Store.read(path).budgets(year: year)
    }

    /// A version with its document; nil = the latest.
    ///
    /// - Throws: `StoreError`, ``Failure``.
    package func show(year: Int, version: Int?) throws -> JSON {
        let shown = try Store.read(path).budget(year: year, version: version)
        return .object([
            "year": .int(year), "version": .int(shown.version), "note": .string(shown.note),
            "document": try Self.content(shown),
        ])
    }

    /// What differs between two versions.
    ///
    /// - Throws: `StoreError`, ``Failure``, `MoneyError`.
    package func difference(year: Int, from older: Int, to newer: Int?) throws -> JSON {
        let store = try Store.read(path)
        let versions = [
            try store.budget(year: year, version: older), try store.budget(year: year, version: newer),
        ]
        let rules = try RuleBook(store).budgetRules()
        let budgets = try versions.map {
            try BudgetDocument.parse(Array($0.content.utf8), rules: rules).budget
        }
        guard case .object(var members) = try BudgetDifference(from: budgets[0], to: budgets[1]).json else {
            return .null
        }
        members["from"] = .int(versions[0].version)
        members["to"] = .int(versions[1].version)
        members["year"] = .int(year)
        return .object(members)
    }

    /// A version's document as JSON.
    ///
    /// - Throws: ``Failure`` when the database holds no JSON.
    package static func content(_ version: Store.BudgetVersion) throws -> JSON {
        do { return try JSONParser.parse(version.content).json } catch {
            throw Failure(
                "store.unreadable", "budget \(version.year) v\(version.version): \(error)", .badData)
        }
    }
}

extension Store.BudgetVersion {
    /// The row of a list.
    package var summary: JSON {
        .object([
            "year": .int(year), "version": .int(version), "schema": .int(schema), "note": .string(note),
            "author": .string(author), "createdAt": .string(createdAt),
        ])
    }
}
