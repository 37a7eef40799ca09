public import Household
public import JSONText
import Money

/// What differs between two versions of a budget, in cents of the year.
public struct BudgetDifference: Equatable, Sendable {
    /// A planned amount that differs.
    public struct Change: Equatable, Sendable {
        /// Item with its earner, such as `income.salary.avery`, or the name of a group.
        public var id: String
        /// nil = not planned.
        public var fromCents: Int?
        /// nil = not planned.
        public var toCents: Int?
    }

    /// In the order of the newer version, then what it lacks.
    public var changes: [Change]
    /// Other parts that differ: `name`, `earners`, `employments`, `events`.
    var otherParts: [String]

    /// Compares two plans.
    ///
    /// - Throws: `MoneyError`.
    public init(from a: Budget, to b: Budget) throws {
        let (before, after) = (try Self.amounts(a), try Self.amounts(b))
        let old = Dictionary(before, uniquingKeysWith: { first, _ in first })
        let new = Dictionary(after, uniquingKeysWith: { first, _ in first })
        changes = after.compactMap { id, cents in
            old[id] == cents ? nil : Change(id: id, fromCents: old[id], toCents: cents)
        }
        changes += before.filter { new[$0.0] == nil }.map { Change(id: $0.0, fromCents: $0.1, toCents: nil) }
        otherParts = []
        if a.name != b.name { otherParts.append("name") }
        if a.earners != b.earners { otherParts.append("earners") }
        if a.employments != b.employments { otherParts.append("employments") }
        if a.events != b.events { otherParts.append("events") }
    }

    private static func amounts(_ budget: Budget) throws -> [(String, Int)] {
        let items = try budget.items.map { item in
            (item.earner.map { "\(item.id).\($0)" } ?? item.id, try item.amount.annualCents())
        }
        return items + (try budget.groups.map { ($0.group, try $0.amount.annualCents()) })
    }

    /// As commands print it.
    public var json: JSON {
        .object([
            "changes": .array(
                changes.map {
                    .object([
                        "id": .string($0.id), "fromCents": .int($0.fromCents), "toCents": .int($0.toCents),
                    ])
                }),
            "otherParts": .strings(otherParts),
        ])
    }
}
