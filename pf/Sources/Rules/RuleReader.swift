import Money
import Spelling
import Yams

/// Collects all that is wrong in a rule file.
final class RuleReader {
    private let file: String
    private(set) var findings: [RuleError.Finding] = []

    init(file: String) { self.file = file }

    /// The root of a YAML text.
    func root(_ text: String) throws(RuleError) -> Node {
        do {
            if let node = try Yams.compose(yaml: text) { return node }
        } catch let error as YamlError {
            throw RuleError(findings: [
                RuleError.Finding(
                    file: file, line: Self.line(error), message: "it is no YAML: \(Self.reason(error))")
            ])
        } catch {
            throw RuleError(findings: [RuleError.Finding(file: file, line: 1, message: "it is no YAML")])
        }
        throw RuleError(findings: [RuleError.Finding(file: file, line: 1, message: "it is empty")])
    }

    private static func line(_ error: YamlError) -> Int {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: 1
        }
    }

    private static func reason(_ error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            problem
        case .duplicatedKeysInMapping: "a key stands there twice"
        default: "it cannot be read"
        }
    }

    func report(_ node: Node, _ message: String) {
        findings.append(RuleError.Finding(file: file, line: node.mark?.line ?? 1, message: message))
    }

    /// Throws all that was found.
    func finish() throws(RuleError) {
        guard !findings.isEmpty else { return }
        throw RuleError(findings: findings.sorted { $0.line < $1.line })
    }

    /// The values of a mapping; reports other keys than these and missing ones.
    func object(_ node: Node, required: [String], optional: [String] = []) -> [String: Node] {
        guard let mapping = node.mapping else {
            report(node, "expected keys \(required.joined(separator: ", "))")
            return [:]
        }
        var values: [String: Node] = [:]
        for (key, value) in mapping {
            guard let name = key.string else { continue }
            if !(required + optional).contains(name) {
                let near = nearest(to: name, among: required + optional).first
                report(key, "unknown key \"\(name)\"" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
            }
            values[name] = value
        }
        for key in required where values[key] == nil { report(node, "the key \"\(key)\" is missing") }
        return values
    }

    func string(_ node: Node?) -> String? {
        guard let node else { return nil }
        guard let text = node.scalar?.string, !text.isEmpty else {
            report(node, "expected a text")
            return nil
        }
        return text
    }

    func int(_ node: Node?) -> Int? {
        guard let node, let text = string(node) else { return nil }
        guard let value = Int(text) else {
            report(node, "\"\(text)\" is no whole number")
            return nil
        }
        return value
    }

    func strings(_ node: Node?) -> [String] {
        guard let node else { return [] }
        guard let sequence = node.sequence else {
            report(node, "expected a list of texts")
            return []
        }
        return sequence.compactMap(string)
    }

    func bool(_ node: Node?) -> Bool {
        guard let node, let text = string(node) else { return false }
        if text != "true" && text != "false" { report(node, "\"\(text)\" is neither true nor false") }
        return text == "true"
    }

    /// One of the cases of an enumeration.
    func value<Value: RawRepresentable & CaseIterable>(_ node: Node?, _ type: Value.Type) -> Value?
    where Value.RawValue == String {
        guard let node, let text = string(node) else { return nil }
        guard let value = Value(rawValue: text) else {
            report(node, "\"\(text)\" is none of \(Value.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
        return value
    }
}
