import Household
import Money
import Yams

/// Reads rule files; each finding names file and line.
public enum RuleFiles {
    /// Reads a mapping file.
    ///
    /// - Parameters:
    ///   - text: The file.
    ///   - fileName: Its name, for messages.
    ///   - parameterNames: Parameters that exist in any year.
    /// - Returns: The mapping.
    /// - Throws: ``RuleError`` with all that is wrong in it.
    public static func mapping(
        text: String, fileName: String, parameterNames: Set<String>
    ) throws(RuleError) -> Mapping {
        let reader = RuleReader(file: fileName)
        let root = try reader.root(text)
        let values = reader.object(root, required: ["mappings", "version", "section125", "ynab", "items"])
        let items = MappingItemReader(reader: reader, parameterNames: parameterNames)
        let mapping = Mapping(
            name: reader.string(values["mappings"]) ?? "", version: reader.int(values["version"]) ?? 0,
            section125: reader.strings(values["section125"]), ynab: ynab(values["ynab"], reader),
            items: items.items(values["items"]))
        try reader.finish()
        return mapping
    }

    private static func ynab(_ node: Node?, _ reader: RuleReader) -> YnabRules {
        let keys = ["inflowCategory", "housekeepingPayees", "savingsGroups", "largerOfPlanAndActual"]
        let values = node.map { reader.object($0, required: keys) } ?? [:]
        return YnabRules(
            inflowCategory: reader.string(values[keys[0]]) ?? "",
            housekeepingPayees: reader.strings(values[keys[1]]),
            savingsGroups: reader.strings(values[keys[2]]),
            largerOfPlanAndActual: reader.strings(values[keys[3]]))
    }
}

/// Reads the items of a mapping file.
struct MappingItemReader {
    let reader: RuleReader
    let parameterNames: Set<String>

    private static let plainBoxes: Set<String> = Set(
        (1...11).map(String.init) + ["14", "16", "17", "18", "19"])

    func items(_ node: Node?) -> [MappingItem] {
        guard let node else { return [] }
        guard let sequence = node.sequence else {
            reader.report(node, "expected a list of items")
            return []
        }
        var items: [MappingItem] = []
        for entry in sequence {
            guard let item = item(entry) else { continue }
            if items.contains(where: { $0.id == item.id }) {
                reader.report(entry, "the id \"\(item.id)\" stands there twice")
            }
            items.append(item)
        }
        return items
    }

    private func item(_ node: Node) -> MappingItem? {
        let values = reader.object(
            node, required: ["id", "section", "label", "sources", "project"],
            optional: ["perEarner", "sumAll"])
        let isPerEarner = reader.bool(values["perEarner"])
        let isSum = reader.bool(values["sumAll"])
        if isPerEarner == isSum {
            reader.report(node, "exactly one of \"perEarner: true\" and \"sumAll: true\" is expected")
        }
        let sources = values["sources"].map { node in
            node.sequence?.compactMap(source)
                ?? {
                    reader.report(node, "expected a list of sources")
                    return []
                }()
        }
        let projection = values["project"].flatMap(projection)
        guard let id = reader.string(values["id"]),
            let section = reader.value(values["section"], FlowSection.self),
            let label = reader.string(values["label"]), let sources, let projection
        else { return nil }
        return MappingItem(
            id: id, section: section, label: label, scope: isSum ? .sumAll : .perEarner, sources: sources,
            projection: projection)
    }

    private func source(_ node: Node) -> MappingSource? {
        guard node.mapping?["w2"] != nil else {
            return paystub(node, key: "paystub").map(MappingSource.paystub)
        }
        let values = reader.object(
            node, required: ["w2"], optional: ["labels", "part", "minusPaystub", "onlyWithoutPaystub"])
        let boxes = reader.strings(values["w2"])
        for box in boxes where !isBox(box) { reader.report(node, "unknown box \"\(box)\"") }
        if boxes.contains("14") != (values["labels"] != nil) {
            reader.report(node, "labels go with box 14, and box 14 needs them")
        }
        return .w2(
            W2Source(
                boxes: boxes, labels: reader.strings(values["labels"]),
                part: reader.value(values["part"], W2Source.Part.self),
                minusPaystub: values["minusPaystub"].flatMap { paystub($0, key: "section") },
                isOnlyWithoutPaystub: reader.bool(values["onlyWithoutPaystub"])))
    }

    private func isBox(_ box: String) -> Bool {
        if Self.plainBoxes.contains(box) { return true }
        return box.hasPrefix("12 ") && (4...5).contains(box.utf8.count)
    }

    private func paystub(_ node: Node, key: String) -> PaystubSource? {
        let values = reader.object(node, required: [key], optional: ["labels", "sumExcept"])
        if (values["labels"] == nil) == (values["sumExcept"] == nil) {
            reader.report(node, "exactly one of \"labels\" and \"sumExcept\" is expected")
        }
        guard let section = reader.value(values[key], PaystubSection.self) else { return nil }
        if let labels = values["labels"] {
            return PaystubSource(section: section, selection: .labels(reader.strings(labels)))
        }
        return PaystubSource(section: section, selection: .sumExcept(reader.strings(values["sumExcept"])))
    }

    private func projection(_ node: Node) -> Projection? {
        let keys = ["limit", "kind", "share", "supplementalRate", "rate", "wages", "cap", "over"]
        let values = reader.object(node, required: ["method"], optional: keys)
        let limit = parameter(values["limit"])
        guard let at = values["method"], let name = reader.string(at) else { return nil }
        func needs(_ key: String) {
            if values[key] == nil { reader.report(node, "\(name) needs \"\(key)\"") }
        }
        switch name {
        case "recurring": return Projection(method: .recurring, limit: limit)
        case "asActual": return Projection(method: .asActual, limit: limit)
        case "events":
            needs("kind")
            let share = values["share"].flatMap(decimal)
            return Projection(
                method: .events(kind: reader.string(values["kind"]) ?? "", share: share), limit: limit)
        case "withholding":
            needs("supplementalRate")
            return Projection(
                method: .withholding(supplementalRate: parameter(values["supplementalRate"]) ?? ""),
                limit: limit)
        case "rate":
            needs("rate")
            needs("wages")
            let wages = reader.value(values["wages"], Projection.Wages.self) ?? .gross
            return Projection(
                method: .rate(
                    rate: parameter(values["rate"]) ?? "", wages: wages, cap: parameter(values["cap"]),
                    over: parameter(values["over"])), limit: limit)
        default:
            reader.report(at, "\"\(name)\" is none of recurring, events, withholding, rate, asActual")
            return nil
        }
    }

    private func decimal(_ node: Node) -> Decimal? {
        guard let text = reader.string(node) else { return nil }
        guard let value = try? Decimal(text) else {
            reader.report(node, "\"\(text)\" is no decimal number")
            return nil
        }
        return value
    }

    private func parameter(_ node: Node?) -> String? {
        guard let node, let name = reader.string(node) else { return nil }
        if !parameterNames.contains(name) { reader.report(node, "unknown parameter \"\(name)\"") }
        return name
    }
}
