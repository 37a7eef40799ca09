import Money
import Yams

extension RuleFiles {
    /// Reads a parameter file.
    ///
    /// - Throws: ``RuleError`` with all that is wrong in it.
    public static func parameters(text: String, fileName: String) throws(RuleError) -> ParameterFile {
        let reader = RuleReader(file: fileName)
        let root = try reader.root(text)
        let values = reader.object(root, required: ["parameters", "year", "jurisdiction", "values"])
        var parameters: [Parameter] = []
        if let node = values["values"] {
            guard let mapping = node.mapping else {
                reader.report(node, "expected parameters by name")
                try reader.finish()
                return ParameterFile(name: "", year: 0, jurisdiction: "", values: [])
            }
            for (key, value) in mapping {
                if let parameter = parameter(key, value, reader) { parameters.append(parameter) }
            }
        }
        let file = ParameterFile(
            name: reader.string(values["parameters"]) ?? "", year: reader.int(values["year"]) ?? 0,
            jurisdiction: reader.string(values["jurisdiction"]) ?? "", values: parameters)
        if let node = values["parameters"], file.name != "\(file.jurisdiction)-\(file.year)" {
            reader.report(
                node, "the name is \"\(file.name)\"; expected \"\(file.jurisdiction)-\(file.year)\"")
        }
        try reader.finish()
        return file
    }

    private static func parameter(_ key: Node, _ node: Node, _ reader: RuleReader) -> Parameter? {
        let values = reader.object(node, required: ["value", "source", "retrieved"], optional: ["status"])
        guard let name = reader.string(key), let value = values["value"], let text = reader.string(value),
            let source = reader.string(values["source"]), let day = values["retrieved"],
            let dayText = reader.string(day)
        else { return nil }
        if let status = values["status"], reader.string(status) != "secondary" {
            reader.report(status, "expected \"secondary\", or no status")
        }
        guard let retrieved = CalendarDay(dayText) else {
            reader.report(day, "\"\(dayText)\" is no day; expected YYYY-MM-DD")
            return nil
        }
        guard let number = try? Decimal(text), number.numerator >= 0 else {
            reader.report(value, "\"\(text)\" is no rate and no amount of dollars")
            return nil
        }
        return Parameter(
            name: name, value: number, source: source, retrieved: retrieved,
            isSecondary: values["status"] != nil)
    }
}
