package import Budgets
import Kit
import Money
package import Rules
package import Store

/// The rule files in use: the household's own before the shipped ones.
package struct RuleBook {
    /// A file in use.
    package struct File {
        /// What it holds.
        package var kind: RuleKind
        /// Its name without ending.
        package var name: String
        /// Its text.
        package var text: String
        /// Whether the household wrote it.
        package var isOwn: Bool

        /// A file.
        package init(kind: RuleKind, name: String, text: String, isOwn: Bool) {
            self.kind = kind
            self.name = name
            self.text = text
            self.isOwn = isOwn
        }
    }

    /// All in use.
    package let files: [File]

    /// The files; without database the shipped ones.
    package init(_ store: Store?) throws {
        let own =
            try store?.ruleFiles().map { File(kind: $0.kind, name: $0.name, text: $0.text, isOwn: true) }
            ?? []
        let ownKinds = Set(own.map(\.kind)).subtracting([.parameters])
        let shipped = ShippedRules.all.map { File(kind: $0.kind, name: $0.name, text: $0.text, isOwn: false) }
        files =
            own
            + shipped.filter { file in
                // One mapping and one layout are in use; parameter files add up.
                !ownKinds.contains(file.kind)
                    && !own.contains { $0.kind == file.kind && $0.name == file.name }
            }
    }

    /// The rules of a database, if there is one.
    package static func of(_ path: String) throws -> RuleBook {
        do { return try RuleBook(Store.read(path)) } catch StoreError.missing { return try RuleBook(nil) }
    }

    /// All parameter files.
    package func parameterFiles() throws -> [ParameterFile] {
        try files.filter { $0.kind == .parameters }.map {
            try RuleFiles.parameters(text: $0.text, fileName: "\($0.name).yaml")
        }
    }

    /// The mapping in use.
    package func mapping() throws -> Mapping {
        guard let file = files.first(where: { $0.kind == .mapping }) else {
            throw Failure("rules.missing", "no mapping file", .badConfiguration)
        }
        return try mapping(file.text, name: "\(file.name).yaml")
    }

    /// Reads a mapping against the parameters in use.
    package func mapping(_ text: String, name: String) throws -> Mapping {
        let names = Set(try parameterFiles().flatMap { $0.values.map(\.name) })
        return try RuleFiles.mapping(text: text, fileName: name, parameterNames: names)
    }

    /// The layout in use.
    package func layout() throws -> Layout {
        guard let file = files.first(where: { $0.kind == .layout }) else {
            throw Failure("rules.missing", "no layout file", .badConfiguration)
        }
        return try RuleFiles.layout(text: file.text, fileName: "\(file.name).yaml")
    }

    /// What a budget may plan.
    package func budgetRules() throws -> BudgetRules {
        let mapping = try mapping()
        let items = mapping.items.map {
            ($0.id, BudgetRules.Item(section: $0.section, isPerEarner: $0.scope == .perEarner))
        }
        let kinds = mapping.items.compactMap { item -> String? in
            guard case .events(let kind, _) = item.projection.method else { return nil }
            return kind
        }
        return BudgetRules(items: Dictionary(items, uniquingKeysWith: { $1 }), eventKinds: Set(kinds))
    }
}
