public import Household
public import JSONText
import Money

extension FlowReport {
    /// The golden form: the header, then one line for each line of the flow.
    public var jsonl: String {
        ([header.json] + lines.map(\.json)).map { $0.text + "\n" }.joined()
    }

    /// The header with the lines under `lines`.
    public var json: JSON {
        guard case .object(var members) = header.json else { return header.json }
        members["lines"] = .array(lines.map(\.json))
        return .object(members)
    }

    /// What a line is made of.
    ///
    /// - Throws: ``FlowError/unknownLine(id:)``.
    public func explanation(of id: String) throws -> JSON {
        guard let line = lines.first(where: { $0.id == id }) else { throw FlowError.unknownLine(id: id) }
        return .object(["line": line.json, "parts": .array((parts[id] ?? []).map(\.json))])
    }
}

extension FlowReport.Header {
    /// The schema of a flow.
    static let schema = "pf.flow/1"

    /// The first line of the golden form.
    public var json: JSON {
        .object([
            "asOf": .string(asOf.description),
            "budgetVersion": .int(budgetVersion),
            "earners": .array(
                earners.map { .object(["displayName": .string($0.displayName), "slug": .string($0.slug)]) }),
            "mappings": .string(mappings),
            "missing": .array(
                missing.map { .object(["earner": .string($0.earner), "employer": .string($0.employer)]) }),
            "parameters": .strings(parameters),
            "schema": .string(Self.schema),
            "year": .int(year),
        ])
    }
}

extension FlowLine {
    /// A line of the golden form.
    public var json: JSON {
        .object([
            "actualCents": .int(actualCents),
            "earner": .string(earner),
            "flags": .strings(flags),
            "id": .string(id),
            "label": .string(label),
            "planCents": .int(planCents),
            "projectedCents": .int(projectedCents),
            "provenance": .object([
                "actual": .string(provenance.actual), "plan": .string(provenance.plan),
                "projected": .string(provenance.projected),
            ]),
            "section": .string(section.rawValue),
        ])
    }
}

extension FlowPart {
    /// As `--explain` prints it.
    var json: JSON {
        .object([
            "cents": .int(cents), "column": .string(column.rawValue), "documentSha256": .string(sha256),
            "employer": .string(employer), "eventCount": .int(eventCount), "label": .string(label),
            "parameters": .strings(parameters), "payDatesLeft": .int(payDatesLeft),
            "ynabRowCount": .int(rowCount),
        ])
    }
}
