internal import Yams

/// Takes the YAML of a sweep file apart and notes everything that is wrong with it.
struct SweepFileReader {
    private(set) var findings: [SweepFinding] = []
    private let fields: SweepFields

    private typealias Axis = SweepDefinition.Axis

    /// A reader for a file; which fields there are depends on its command.
    init(_ mapping: Node.Mapping) {
        let command = mapping.first { $0.key.string == "command" }?.value
        fields = SweepFields(command: SweepDefinition.Command(rawValue: command?.string ?? "run") ?? .run)
        guard let command, SweepDefinition.Command(rawValue: command.string ?? "") == nil else { return }
        note(command, "'command' is '\(command.string ?? "a list")'", "run or fill")
    }

    /// The whole file.
    mutating func definition(_ mapping: Node.Mapping, path: String) -> SweepDefinition {
        let base = axes(mapping)
        var groups: [SweepDefinition.Group] = []
        var skip: [Condition] = []
        for (key, value) in mapping {
            if key.string == "groups" { groups = self.groups(value, base: base) }
            if key.string == "skip" { skip = conditions(value) }
        }
        if groups.isEmpty { groups = [SweepDefinition.Group(name: nil, axes: base)] }
        return SweepDefinition(path: path, command: fields.command, groups: groups, skip: skip)
    }

    /// Groups by name; a field of a group takes the place of the file's.
    private mutating func groups(_ node: Node, base: [SweepDefinition.Axis]) -> [SweepDefinition.Group] {
        guard let mapping = node.mapping, !mapping.isEmpty else {
            note(node, "'groups' has no names", "NAME: followed by the group's fields, indented")
            return []
        }
        var groups: [SweepDefinition.Group] = []
        for (key, value) in mapping {
            guard let name = key.string, let content = value.mapping else {
                note(value, "the group '\(key.string ?? "")' has no fields", "NAME: VALUE, indented")
                continue
            }
            for own in ["groups", "skip", "command"] where content.contains(where: { $0.key.string == own }) {
                note(
                    value, "'\(own)' stands inside the group '\(name)'",
                    "it at the beginning of a line, for all groups")
            }
            let own = axes(content)
            let names = own.flatMap(\.names)
            let kept = base.compactMap { axis in Self.without(names, axis) }
            groups.append(SweepDefinition.Group(name: name, axes: kept + own))
        }
        return groups
    }

    /// An axis without some of its fields; nil when none is left.
    private static func without(_ names: [String], _ axis: SweepDefinition.Axis) -> SweepDefinition.Axis? {
        let kept = axis.names.indices.filter { !names.contains(axis.names[$0]) }
        guard !kept.isEmpty else { return nil }
        return SweepDefinition.Axis(
            names: kept.map { axis.names[$0] }, rows: axis.rows.map { row in kept.map { row[$0] } },
            line: axis.line)
    }

    /// The fields of a mapping, each with its values.
    private mutating func axes(_ mapping: Node.Mapping) -> [SweepDefinition.Axis] {
        var axes: [SweepDefinition.Axis] = []
        for (key, value) in mapping {
            let name = key.string ?? ""
            switch name {
            case "command", "groups", "skip": continue
            case "zip": axes += zipped(value)
            default:
                guard let field = field(name, key) else { continue }
                let values = values(value, of: field)
                axes.append(Axis(names: [field], rows: values.map { [$0] }, line: key.mark?.line))
            }
        }
        for (index, axis) in axes.enumerated() {
            for name in axis.names where axes[..<index].contains(where: { $0.names.contains(name) }) {
                findings.append(
                    SweepFinding(
                        line: axis.line, found: "'\(name)' is given a second time",
                        expected: "each field once"))
            }
        }
        return axes
    }

    /// The field of a key; nil, with a finding, for none.
    private mutating func field(_ name: String, _ key: Node) -> String? {
        let field = name == "seeds" ? "seed" : name
        guard fields.form(of: field) == nil else { return field }
        note(
            key, "'\(name)' is no flag of 'schedlab \(fields.command.rawValue)'",
            "the name of a flag\(fields.hint(name, besides: SweepFile.ownKeys))")
        return nil
    }

    /// Fields whose values go in step.
    private mutating func zipped(_ node: Node) -> [SweepDefinition.Axis] {
        if let several = node.sequence { return several.flatMap { zipped($0) } }
        guard let mapping = node.mapping, !mapping.isEmpty else {
            note(node, "'zip' has no fields", "NAME: [VALUE, VALUE], indented, for each field")
            return []
        }
        var names: [String] = []
        var columns: [[String]] = []
        for (key, value) in mapping {
            guard let field = field(key.string ?? "", key) else { return [] }
            names.append(field)
            columns.append(values(value, of: field))
        }
        let count = columns.map(\.count).max() ?? 0
        guard columns.allSatisfy({ $0.count == count }) else {
            let counts = zip(names, columns).map { "\($0) has \($1.count)" }.joined(separator: ", ")
            note(node, "lists in step are not equally long: \(counts)", "as many values of each")
            return []
        }
        return [
            Axis(
                names: names, rows: (0..<count).map { row in columns.map { $0[row] } }, line: node.mark?.line)
        ]
    }

    /// A value, a list or a range.
    private mutating func values(_ node: Node, of name: String) -> [String] {
        let isList = fields.form(of: name) == .list
        guard let items = node.sequence else { return scalar(node, of: name) }
        if isList, items.allSatisfy({ $0.scalar != nil }) {
            return checked(items.compactMap { $0.scalar?.string }.joined(separator: ","), node, of: name)
        }
        if items.isEmpty { note(node, "'\(name)' has no values", "at least one") }
        return items.flatMap { item -> [String] in
            guard isList, let names = item.sequence else { return scalar(item, of: name) }
            return checked(names.compactMap { $0.scalar?.string }.joined(separator: ","), item, of: name)
        }
    }

    /// A single value, or the range that it stands for.
    private mutating func scalar(_ node: Node, of name: String) -> [String] {
        guard let text = node.scalar?.string else {
            note(node, "'\(name)' has something else than values", "a value, a list of them or a range")
            return []
        }
        guard fields.form(of: name) == .number else { return checked(text, node, of: name) }
        let isSeeds = name == "seed" && text.contains("-") && !text.hasPrefix("-")
        let range = isSeeds ? text.replacing("-", with: "..") : text
        guard ValueRange.isRange(range) else { return checked(text, node, of: name) }
        do throws(ValueRange.Problem) {
            return try ValueRange(range).values.flatMap { checked($0, node, of: name) }
        } catch {
            note(
                node, "'\(name)': \(isSeeds ? error.found.replacing("..", with: "-") : error.found)",
                isSeeds ? "FIRST-LAST, for example 0-4" : error.expected)
            return []
        }
    }

    private mutating func checked(_ text: String, _ node: Node, of name: String) -> [String] {
        guard let problem = fields.problem(text, of: name) else { return [text] }
        note(node, problem.found, problem.expected)
        return []
    }

    private mutating func conditions(_ node: Node) -> [Condition] {
        let items = node.sequence.map(Array.init) ?? [node]
        return items.compactMap { item in
            do throws(Condition.Problem) {
                let condition = try Condition(item.scalar?.string ?? "")
                for part in condition.parts where fields.form(of: part.name) == nil {
                    note(
                        item, "the rule '\(condition)' names '\(part.name)'",
                        "the name of a flag\(fields.hint(part.name))")
                }
                return condition
            } catch {
                note(item, "a rule that cannot be read: \(error.found)", error.expected)
                return nil
            }
        }
    }

    private mutating func note(_ node: Node, _ found: String, _ expected: String) {
        findings.append(SweepFinding(line: node.mark?.line, found: found, expected: expected))
    }
}
