internal import Kit

/// The numbers and short texts of a summary by name.
///
/// `firstWaitSeconds: {p95: 3}` is `firstWaitSeconds.p95`; a row of a list at 80 % of demand is `allocatedPercent@80`.
enum Figures {
    /// Parts of a summary that are no results.
    private static let left = ["schemaVersion", "experiment", "assumptions", "imports", "undefined", "host"]
    /// Step of the demand, in per cent, at which a fill's curve is among its figures.
    private static let demandStep = 5

    /// All figures, in the order of the summary.
    static func all(_ summary: JSONValue) -> [(name: String, value: String)] {
        guard case .object(let fields) = summary else { return [] }
        return fields.filter { !left.contains($0.0) }.flatMap { flat($0.0, $0.1) }
    }

    private static func flat(_ name: String, _ value: JSONValue) -> [(name: String, value: String)] {
        switch value {
        case .null: []
        case .bool(let value): [(name, value ? "true" : "false")]
        case .int(let value): [(name, "\(value)")]
        case .double(let value): value.isFinite ? [(name, "\(value)")] : []
        case .string(let value): [(name, value.replacing("\t", with: " ").replacing("\n", with: " "))]
        case .array(let values): values.flatMap(row)
        case .object(let fields): fields.flatMap { flat("\(name).\($0.0)", $0.1) }
        }
    }

    /// A row of a fill's curve.
    private static func row(_ value: JSONValue) -> [(name: String, value: String)] {
        guard case .object(let fields) = value, let first = fields.first, case .int(let demand) = first.1,
            first.0 == "demandPercent", demand.isMultiple(of: demandStep)
        else { return [] }
        return fields.dropFirst().flatMap { flat("\($0.0)@\(demand)", $0.1) }
    }
}
