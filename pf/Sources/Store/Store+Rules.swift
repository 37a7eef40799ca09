import GRDB
import Kit
public import Rules

extension Store {
    /// A rule file of the household.
    public struct RuleFile: Equatable, Sendable {
        /// What it rules.
        public var kind: RuleKind
        /// Its name.
        public var name: String
        /// Its text.
        public var text: String

        /// A rule file.
        public init(kind: RuleKind, name: String, text: String) {
            self.kind = kind
            self.name = name
            self.text = text
        }
    }

    /// The household's own rule files, by kind and name.
    ///
    /// - Throws: ``StoreError``.
    public func ruleFiles() throws -> [RuleFile] {
        try reading { database in
            try Row.fetchAll(database, sql: "SELECT kind, name, yaml FROM rule_file ORDER BY kind, name")
                .compactMap {
                    row in
                    guard let kind = RuleKind(rawValue: row["kind"]) else { return nil }
                    return RuleFile(kind: kind, name: row["name"], text: row["yaml"])
                }
        }
    }

    /// Stores a rule file; it takes the place of the one of its kind and name.
    ///
    /// - Throws: ``StoreError``.
    public func save(_ file: RuleFile, _ stamp: Stamp) throws {
        try writing { database in
            // One mapping and one layout are in use; parameter files of several years add up.
            if file.kind != .parameters {
                try database.execute(
                    sql: "DELETE FROM rule_file WHERE kind = ?", arguments: [file.kind.rawValue])
            }
            try database.execute(
                sql: "INSERT OR REPLACE INTO rule_file(kind, name, sha256, yaml) VALUES (?, ?, ?, ?)",
                arguments: [
                    file.kind.rawValue, file.name, SHA256.hexDigest(Array(file.text.utf8)), file.text,
                ])
            try Self.audit(database, stamp, "rules.use", "\(file.kind.rawValue) \(file.name)")
        }
    }
}
