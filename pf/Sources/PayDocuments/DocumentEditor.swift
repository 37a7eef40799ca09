public import Household
import JSONText
public import Rules

/// Corrects single values of a document, as `review --set PATH=VALUE` asks.
public enum DocumentEditor {
    /// The document with one value replaced.
    ///
    /// - Parameters:
    ///   - assignment: Such as `lines.3.label=Parking`, `boxes.1.cents=452103` or `netCents=null`; lists count
    ///     from 0.
    ///   - document: The document.
    ///   - layout: Its canonical labels are the ones that a line may have.
    /// - Returns: The document as corrected; its checks have not run.
    /// - Throws: ``PayDocumentError`` `review.set` when there is no such value, or it cannot be that.
    public static func setting(
        _ assignment: String, in document: PayDocument, layout: Layout
    ) throws(PayDocumentError) -> PayDocument {
        guard let equals = assignment.firstIndex(of: "=") else {
            throw error("\"\(assignment)\" has no =; expected PATH=VALUE such as lines.3.label=Parking")
        }
        let path = assignment[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(
            String.init)
        let text = String(assignment[assignment.index(after: equals)...])
        guard let last = path.last, !["kind", "copies", "pages"].contains(last) else {
            throw error("\"\(assignment)\" names nothing that can be set")
        }
        let value = try value(text, key: last)
        let json = try replacing(path[...], in: document.json, with: value, path: path.joined(separator: "."))
        let edited: PayDocument
        do {
            edited = try PayDocument(json: try JSONParser.parse(json.text))
        } catch {
            throw Self.error("\(path.joined(separator: ".")) cannot be \"\(text)\": \(error)")
        }
        // The reader takes an unreadable optional value for an absent one; then the edit did not take.
        guard edited.json == json else { throw error("\(path.joined(separator: ".")) cannot be \"\(text)\"") }
        try checkLabel(edited, path, layout)
        return edited
    }

    private static func error(_ description: String) -> PayDocumentError {
        PayDocumentError(code: "review.set", description: description)
    }

    private static func value(_ text: String, key: String) throws(PayDocumentError) -> JSON {
        if text == "null" { return .null }
        guard key.lowercased().hasSuffix("cents") || key == "taxYear" else {
            return .string(Redaction.redacted(text))
        }
        guard let cents = Int(text) else {
            throw error("\(key) cannot be \"\(text)\"; expected whole cents such as 123456, or null")
        }
        return .int(cents)
    }

    private static func replacing(
        _ rest: ArraySlice<String>, in json: JSON, with value: JSON, path: String
    ) throws(PayDocumentError) -> JSON {
        guard let key = rest.first else { return value }
        switch json {
        case .object(var members):
            guard let member = members[key] else {
                let known = members.keys.sorted().joined(separator: ", ")
                throw error("there is no \"\(key)\" at \(path); expected one of \(known)")
            }
            members[key] = try replacing(rest.dropFirst(), in: member, with: value, path: path)
            return .object(members)
        case .array(var elements):
            guard let index = Int(key), elements.indices.contains(index) else {
                throw error("there is no entry \"\(key)\" at \(path); expected 0 to \(elements.count - 1)")
            }
            elements[index] = try replacing(rest.dropFirst(), in: elements[index], with: value, path: path)
            return .array(elements)
        default: throw error("there is nothing below \"\(path)\"")
        }
    }

    private static func checkLabel(
        _ document: PayDocument, _ path: [String], _ layout: Layout
    ) throws(PayDocumentError) {
        guard case .paystub(let stub) = document, path.count == 3, path[0] == "lines", path[2] == "label",
            let index = Int(path[1]), stub.lines.indices.contains(index), let label = stub.lines[index].label
        else { return }
        let section = stub.lines[index].section
        let known = layout.canonicalLabels(in: section)
        guard section != .deposits, !known.contains(label) else { return }
        throw error(
            "\"\(label)\" is no label of \(section.rawValue); expected one of \(known.joined(separator: ", "))"
        )
    }
}
