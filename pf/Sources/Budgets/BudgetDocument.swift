public import Household
import JSONText

/// A budget document that is in order.
public struct BudgetDocument: Equatable, Sendable {
    /// The plan.
    public let budget: Budget
    /// Schema version of the text, 1 or 2.
    public let schemaVersion: Int
    /// The document in version 2, in pf's own form; equal plans have equal texts.
    public let canonicalText: String

    /// Reads a document of version 1 or 2.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - rules: What may be planned.
    ///   - year: The year that it must be of; nil = any.
    /// - Returns: The document.
    /// - Throws: ``BudgetErrors`` with all findings.
    public static func parse(
        _ bytes: [UInt8], rules: BudgetRules, year: Int? = nil
    ) throws(BudgetErrors) -> BudgetDocument {
        let root: JSONNode
        do { root = try JSONParser.parse(bytes) } catch {
            throw BudgetErrors(findings: [
                BudgetFinding(code: .syntax, pointer: "", position: error.position, message: error.reason)
            ])
        }
        let checker = Checker(bytes: bytes)
        let (schema, converted) = convertLegacyTaxes(root, checker)
        let reader = BudgetReader(checker: checker, rules: rules)
        let budget = reader.budget(converted, expectedYear: year)
        guard checker.findings.isEmpty, let budget else {
            throw BudgetErrors(findings: sorted(checker.findings))
        }
        return BudgetDocument(budget: budget, schemaVersion: schema, canonicalText: converted.json.text)
    }

    /// A document of version 1 in version 2; one of version 2 as it is.
    private static func convertLegacyTaxes(_ root: JSONNode, _ checker: Checker) -> (Int, JSONNode) {
        guard let version = root["schemaVersion"] else { return (1, legacy(root, checker)) }
        switch version.int {
        case 1: return (1, legacy(root, checker))
        case 2: return (2, root)
        default:
            checker.report(
                .type, pointer: "/schemaVersion", offset: version.offset, "expected 1 or 2")
            return (2, root)
        }
    }

    private static func legacy(_ root: JSONNode, _ checker: Checker) -> JSONNode {
        let slugs = (root["earners"]?.array ?? []).compactMap { $0["slug"]?.string }
        return LegacyTaxes.convert(root, slugs: slugs, checker)
    }

    private static func sorted(_ findings: [BudgetFinding]) -> [BudgetFinding] {
        findings.sorted { ($0.position.line, $0.position.column) < ($1.position.line, $1.position.column) }
    }
}
