import Household
public import JSONText
import Money

/// What differs between two flows, and whether it explains the balance.
public struct FlowComparison: Equatable, Sendable {
    /// Whether the flows say the same.
    public enum Verdict: String, Sendable {
        /// No difference.
        case identical
        /// Lines, labels or order differ, but no amount, and the balance follows from the lines.
        case explained
        /// An amount differs.
        case unexplained
    }

    /// A label that differs.
    public struct LabelChange: Equatable, Sendable {
        var id: String
        var column: FlowColumn
        var from: String?
        var to: String?
    }

    /// An amount that differs.
    public struct AmountChange: Equatable, Sendable {
        var id: String
        var column: FlowColumn
        var fromCents: Int?
        var toCents: Int?
    }

    /// A balance that differs.
    public struct BalanceChange: Equatable, Sendable {
        var column: FlowColumn
        var fromCents: Int
        var toCents: Int
        /// What the added and removed lines make of it.
        var explainedCents: Int
    }

    /// Ids that only the second has, in its order.
    public var added: [String]
    /// Ids that only the first has, in its order.
    var removed: [String]
    /// Common ids outside a longest common subsequence, in the second's order.
    public var moved: [String]
    /// In the second's order.
    public var labels: [LabelChange]
    /// In the second's order; the balance stands apart.
    public var amounts: [AmountChange]
    /// In the order of columns.
    public var balance: [BalanceChange]
    /// Ids whose shown label, section, earner or flags differ, in the second's order.
    public var changed: [String]

    /// Compares two flows.
    ///
    /// - Complexity: Quadratic in the lines that are common.
    /// - Throws: `MoneyError`.
    public init(_ a: FlowFile, _ b: FlowFile) throws {
        let before = Dictionary(uniqueKeysWithValues: a.lines.map { ($0.id, $0) })
        let after = Set(b.lines.map(\.id))
        added = b.lines.map(\.id).filter { before[$0] == nil }
        removed = a.lines.map(\.id).filter { !after.contains($0) }
        moved = Self.moved(
            a.lines.map(\.id).filter(after.contains), b.lines.map(\.id).filter { before[$0] != nil })
        labels = []
        amounts = []
        changed = []
        for line in b.lines {
            guard let old = before[line.id] else { continue }
            for column in FlowColumn.allCases {
                if old.provenance[column] != line.provenance[column] {
                    labels.append(
                        LabelChange(
                            id: line.id, column: column, from: old.provenance[column],
                            to: line.provenance[column]))
                }
                if line.section != .balance, old[column] != line[column] {
                    amounts.append(
                        AmountChange(
                            id: line.id, column: column, fromCents: old[column], toCents: line[column]))
                }
            }
            if old.label != line.label || old.section != line.section || old.earner != line.earner
                || old.flags != line.flags
            {
                changed.append(line.id)
            }
        }
        balance = try Self.balance(a, b, added: Set(added), removed: Set(removed))
    }

    /// Whether the differences are of the three kinds that change no amount.
    public var verdict: Verdict {
        let isBalanced = balance.allSatisfy {
            let (difference, overflow) = $0.toCents.subtractingReportingOverflow($0.fromCents)
            return !overflow && difference == $0.explainedCents
        }
        guard amounts.isEmpty, changed.isEmpty, isBalanced else { return .unexplained }
        let isIdentical =
            added.isEmpty && removed.isEmpty && moved.isEmpty && labels.isEmpty && balance.isEmpty
        return isIdentical ? .identical : .explained
    }

    /// Ids outside a longest common subsequence; the table is filled from the end, on a tie a's is dropped.
    private static func moved(_ a: [String], _ b: [String]) -> [String] {
        let width = b.count + 1
        var lengths = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                lengths[i * width + j] =
                    a[i] == b[j]
                    ? lengths[(i + 1) * width + j + 1] + 1
                    : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var kept: Set<String> = []
        var (i, j) = (0, 0)
        while i < a.count && j < b.count {
            if a[i] == b[j] {
                kept.insert(a[i])
                (i, j) = (i + 1, j + 1)
            } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
        return b.filter { !kept.contains($0) }
    }

    private static func balance(
        _ a: FlowFile, _ b: FlowFile, added: Set<String>, removed: Set<String>
    ) throws -> [BalanceChange] {
        try FlowColumn.allCases.compactMap { column in
            var explained = 0
            for line in b.lines where added.contains(line.id) && line.section != .balance {
                explained = try add(line, column, to: explained, isAdded: true)
            }
            for line in a.lines where removed.contains(line.id) && line.section != .balance {
                explained = try add(line, column, to: explained, isAdded: false)
            }
            let from = a.lines.last { $0.section == .balance }?[column] ?? 0
            let to = b.lines.last { $0.section == .balance }?[column] ?? 0
            guard from != to || explained != 0 else { return nil }
            return BalanceChange(column: column, fromCents: from, toCents: to, explainedCents: explained)
        }
    }

    private static func add(
        _ line: FlowLine, _ column: FlowColumn, to cents: Int, isAdded: Bool
    ) throws -> Int {
        let raises = (line.section == .income) == isAdded
        return try raises ? Cents.add(cents, line[column] ?? 0) : Cents.subtract(cents, line[column] ?? 0)
    }

    /// As `flow-compare` prints it.
    public var json: JSON {
        var members: [String: JSON] = [
            "added": .strings(added), "removed": .strings(removed), "moved": .strings(moved),
            "labels": .array(
                labels.map {
                    .object([
                        "column": .string($0.column.rawValue), "from": .string($0.from), "id": .string($0.id),
                        "to": .string($0.to),
                    ])
                }),
            "amounts": .array(
                amounts.map {
                    .object([
                        "column": .string($0.column.rawValue), "fromCents": .int($0.fromCents),
                        "id": .string($0.id),
                        "toCents": .int($0.toCents),
                    ])
                }),
            "balance": .array(
                balance.map {
                    .object([
                        "column": .string($0.column.rawValue), "explainedCents": .int($0.explainedCents),
                        "fromCents": .int($0.fromCents), "toCents": .int($0.toCents),
                    ])
                }),
            "schema": .string("pf.compare/1"), "verdict": .string(verdict.rawValue),
        ]
        // Only where a line's label, section, earner or flags differ: nothing that the former program did.
        if !changed.isEmpty { members["changed"] = .strings(changed) }
        return .object(members)
    }
}
