import Budgets
import Flow
import Foundation
import Household
import JSONText
import Money
import PayDocuments
import PfTesting
import Rules
import Testing
import Ynab

/// The household of the fixtures.
enum FlowFixture {
    static let parameterFiles: [ParameterFile] = {
        ShippedRules.all.filter { $0.kind == .parameters }.compactMap {
            try? RuleFiles.parameters(text: $0.text, fileName: $0.name)
        }
    }()

    static let mapping: Mapping = {
        let names = Set(parameterFiles.flatMap { $0.values.map(\.name) })
        let file = ShippedRules.all.first { $0.kind == .mapping }
        guard
            let mapping = try? RuleFiles.mapping(
                text: file?.text ?? "", fileName: "us-household", parameterNames: names)
        else { preconditionFailure("the shipped mapping cannot be read: there is nothing to test") }
        return mapping
    }()

    static var rules: BudgetRules {
        BudgetRules(
            items: Dictionary(
                uniqueKeysWithValues: mapping.items.map {
                    ($0.id, BudgetRules.Item(section: $0.section, isPerEarner: $0.scope == .perEarner))
                }), eventKinds: ["bonus", "rsu"])
    }

    static func budget(_ name: String) throws -> Budget {
        try BudgetDocument.parse([UInt8](Fixtures.data("budgets/\(name).json")), rules: rules).budget
    }

    static func document(_ name: String, earner: String) throws -> FiledDocument {
        let node = try JSONParser.parse(try Fixtures.text("expected/\(name).json"))
        return FiledDocument(
            earner: earner, content: try PayDocument(json: node), sha256: node["sha256"]?.string ?? "")
    }

    static func documents(_ names: [String]) throws -> [FiledDocument] {
        try names.map { try document($0, earner: $0.contains("avery") ? "avery" : "blake") }
    }

    static func mirror(withDelta: Bool = false) throws -> YnabMirror {
        let groups = try YnabBodies.groups([UInt8](Fixtures.data("ynab/categories.json")))
        var transactions = try YnabBodies.transactions([UInt8](Fixtures.data("ynab/transactions.json"))).rows
        if withDelta {
            let delta = try YnabBodies.transactions([UInt8](Fixtures.data("ynab/transactions-delta.json")))
                .rows
            transactions.removeAll { old in delta.contains { $0.id == old.id } }
            transactions += delta
        }
        return YnabMirror(
            accounts: try YnabBodies.accounts([UInt8](Fixtures.data("ynab/accounts.json"))).rows,
            groups: groups.groups.rows, categories: groups.categories, transactions: transactions)
    }

    static func rows(_ day: String, withDelta: Bool = false) throws -> [YnabRow] {
        let ynab = mapping.ynab
        let day = try self.day(day)
        return try YnabNormaliser(
            inflowCategory: ynab.inflowCategory, housekeepingPayees: ynab.housekeepingPayees
        )
        .rows(try mirror(withDelta: withDelta), year: day.year, asOf: day)
    }

    private static func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

    static let stubs2026 = [
        "stub-avery-2026-08-31", "stub-blake-2026-09-04", "stub-avery-2026-09-15", "stub-blake-2026-09-18",
    ]

    static func input2026(stubs: [String] = stubs2026, withDelta: Bool = false) throws -> FlowInput {
        FlowInput(
            budget: try budget("2026-5"), budgetVersion: 5, documents: try documents(stubs),
            ynabRows: try rows("2026-09-18", withDelta: withDelta), mapping: mapping,
            parameters: Parameters(year: 2026, files: parameterFiles),
            asOf: try day("2026-09-18"))
    }

    static func input2025() throws -> FlowInput {
        FlowInput(
            budget: try budget("2025-1"), budgetVersion: 1,
            documents: try documents([
                "w2-avery-2025", "w2-blake-2025-harbor", "w2-blake-2025-northwind", "stub-avery-2025-12-31",
            ]), ynabRows: try rows("2025-12-31"), mapping: mapping,
            parameters: Parameters(year: 2025, files: parameterFiles),
            asOf: try day("2025-12-31"))
    }
}
