public import Household
import JSONText

/// A flow as it was printed with `--format jsonl`.
public struct FlowFile: Equatable, Sendable {
    /// The lines in their order.
    public var lines: [FlowLine]

    /// A flow.
    public init(lines: [FlowLine]) { self.lines = lines }

    /// Reads the golden form.
    ///
    /// - Throws: ``FlowError/badFile(name:line:reason:)``.
    public static func parse(_ text: String, name: String) throws(FlowError) -> FlowFile {
        var lines: [FlowLine] = []
        var hasHeader = false
        var ids: Set<String> = []
        for (index, piece) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if piece.isEmpty { continue }
            func bad(_ reason: String) -> FlowError { .badFile(name: name, line: index + 1, reason: reason) }
            let node: JSONNode
            do { node = try JSONParser.parse(String(piece)) } catch {
                throw bad("it is no JSON: \(error.reason)")
            }
            if !hasHeader {
                guard node["schema"]?.string == FlowReport.Header.schema else {
                    throw bad("the first line is no header with the schema \(FlowReport.Header.schema)")
                }
                hasHeader = true
                continue
            }
            guard let line = Self.line(node) else {
                throw bad("a key of a flow line is missing or of a wrong type")
            }
            guard ids.insert(line.id).inserted else { throw bad("the id \(line.id) stands there twice") }
            lines.append(line)
        }
        guard hasHeader else { throw .badFile(name: name, line: 1, reason: "it is empty") }
        return FlowFile(lines: lines)
    }

    private static func line(_ node: JSONNode) -> FlowLine? {
        guard let id = node["id"]?.string, let label = node["label"]?.string,
            let section = node["section"]?.string.flatMap(FlowSection.init(rawValue:)),
            let plan = amount(node["planCents"]), let actual = amount(node["actualCents"]),
            let projected = amount(node["projectedCents"]), let provenance = node["provenance"],
            let flags = node["flags"]?.array
        else { return nil }
        return FlowLine(
            id: id, section: section, label: label, earner: node["earner"]?.string, planCents: plan,
            actualCents: actual, projectedCents: projected,
            provenance: Provenance(
                plan: provenance["plan"]?.string, actual: provenance["actual"]?.string,
                projected: provenance["projected"]?.string),
            flags: flags.compactMap(\.string))
    }

    /// A whole number or null; nil when it is neither.
    private static func amount(_ node: JSONNode?) -> Int?? {
        guard let node else { return nil }
        if node.isNull { return .some(nil) }
        return node.int.map { .some($0) }
    }
}
