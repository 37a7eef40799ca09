import Household
import Yams

extension RuleFiles {
    /// Reads a layout file.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - fileName: Its name, for messages.
    /// - Returns: The layout.
    /// - Throws: ``RuleError`` with all that is wrong in it.
    public static func layout(text: String, fileName: String) throws(RuleError) -> Layout {
        let reader = RuleReader(file: fileName)
        let root = try reader.root(text)
        let values = reader.object(
            root, required: ["layout", "version", "columns", "sections", "totals", "fields", "labels"])
        let tables = LayoutReader(reader: reader)
        let columns = tables.words(values["columns"], of: Layout.Column.self, required: [.current, .ytd])
        let sections = tables.words(values["sections"], of: PaystubSection.self, required: [.earnings])
        let totals = tables.words(values["totals"], of: Layout.Total.self, required: [.gross, .net])
        let fields = tables.words(values["fields"], of: Layout.Field.self, required: [.payDate])
        let layout = Layout(
            name: reader.string(values["layout"]) ?? "", version: reader.int(values["version"]) ?? 0,
            columns: columns, sections: sections, totals: totals,
            fields: fields.sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }
                .map { (field: $0.value, words: $0.key.split(separator: " ").map(String.init)) },
            labels: tables.labels(values["labels"]))
        try reader.finish()
        return layout
    }
}

/// Reads the tables of a layout file.
struct LayoutReader {
    let reader: RuleReader

    /// Words by what they stand for, turned round: folded word -> meaning.
    func words<Meaning: RawRepresentable & CaseIterable & Equatable>(
        _ node: Node?, of type: Meaning.Type, required: [Meaning]
    ) -> [String: Meaning] where Meaning.RawValue == String {
        guard let node else { return [:] }
        let optional = Meaning.allCases.map(\.rawValue).filter { name in
            !required.contains { $0.rawValue == name }
        }
        let values = reader.object(node, required: required.map(\.rawValue), optional: optional)
        var meanings: [String: Meaning] = [:]
        for meaning in Meaning.allCases {
            guard let list = values[meaning.rawValue] else { continue }
            for word in reader.strings(list) {
                let folded = Layout.folded(word)
                if let other = meanings[folded], other != meaning {
                    reader.report(
                        list, "\"\(word)\" stands for \(other.rawValue) and for \(meaning.rawValue)")
                }
                meanings[folded] = meaning
            }
        }
        return meanings
    }

    /// Section -> folded printed label -> canonical label.
    func labels(_ node: Node?) -> [PaystubSection: [String: String]] {
        guard let node else { return [:] }
        let values = reader.object(node, required: [], optional: PaystubSection.allCases.map(\.rawValue))
        var labels: [PaystubSection: [String: String]] = [:]
        for section in PaystubSection.allCases {
            guard let node = values[section.rawValue] else { continue }
            guard let mapping = node.mapping else {
                reader.report(node, "expected canonical labels with their printed labels")
                continue
            }
            for (key, printed) in mapping {
                guard let label = reader.string(key) else { continue }
                for text in reader.strings(printed) {
                    let folded = Layout.folded(text)
                    if let other = labels[section]?[folded], other != label {
                        reader.report(printed, "\"\(text)\" is printed for \"\(other)\" and for \"\(label)\"")
                    }
                    labels[section, default: [:]][folded] = label
                }
            }
        }
        return labels
    }
}
