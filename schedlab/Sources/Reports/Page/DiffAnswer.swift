private import Cluster
public import Kit
public import Recording

/// The part `diff?other=`: two runs of one workload held against each other.
public struct DiffAnswer {
    /// The part.
    public let json: JSONValue

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - a: The first.
    ///   - b: The other.
    ///   - otherID: What the page calls the other.
    /// - Throws: ``RecordError`` when a record cannot be read; different workloads are said in the part.
    public init(_ a: RunRecord, _ b: RunRecord, otherID: String) throws {
        var comparison = JSONValue.null
        var problem = ""
        var divergence = JSONValue.null
        do {
            let found = try RunComparison([a, b])
            comparison = found.json
            divergence = try Self.divergence(found.differences.first, a)
        } catch let error as RecordError {
            guard case .notRecorded = error else { throw error }
            problem = "\(error)"
        }
        json = .object([
            ("part", .string("diff")), ("version", .int(1)), ("other", .string(otherID)),
            ("comparison", comparison), ("problem", .string(problem)),
            ("settings", .array(Self.settings(a.provenance, b.provenance))), ("divergence", divergence),
        ])
    }

    private static func divergence(
        _ difference: RunComparison.Difference?, _ record: RunRecord
    ) throws -> JSONValue {
        guard let divergence = difference?.divergence else { return .null }
        var seconds: Double?
        _ = try record.forEachEvent(upToRound: divergence.round, withReasons: false) { event, isInRound in
            if isInRound, case .placed(let placed) = event, seconds == nil { seconds = placed.nowSeconds }
            if isInRound, case .left(let left) = event, seconds == nil { seconds = left.nowSeconds }
        }
        let names = try JobNames(record)
        return .object([
            ("round", .int(divergence.round)), ("seconds", .number(seconds)),
            ("job", divergence.jobID.flatMap(names.number).map(JSONValue.int) ?? .null),
            ("sentences", .array(divergence.sentences.map(JSONValue.string))),
        ])
    }

    /// Settings that differ, in the order of the first run's.
    private static func settings(_ a: RunProvenance, _ b: RunProvenance) -> [JSONValue] {
        let (mine, theirs) = (fields(a), fields(b))
        var rows: [JSONValue] = []
        for (name, value) in mine {
            let other = theirs.first { $0.0 == name }?.1 ?? .null
            if value != other { rows.append(row(name, value, other)) }
        }
        for (name, value) in theirs where !mine.contains(where: { $0.0 == name }) {
            rows.append(row(name, .null, value))
        }
        return rows
    }

    private static func fields(_ provenance: RunProvenance) -> [(String, JSONValue)] {
        var fields: [(String, JSONValue)] = [
            ("mechanism", .string(provenance.mechanism)), ("policy", .string(provenance.policy)),
            ("seed", .string(String(provenance.seed))), ("roundSeconds", .double(provenance.roundSeconds)),
            ("secondsPerMove", .double(provenance.secondsPerMove)),
            ("cluster", .string(provenance.layout.describedInNodes)),
        ]
        if case .object(let experiment) = provenance.experiment {
            fields += experiment.filter { field in !fields.contains { $0.0 == field.0 } }
        }
        return fields
    }

    private static func row(_ name: String, _ a: JSONValue, _ b: JSONValue) -> JSONValue {
        .object([("name", .string(name)), ("a", text(a)), ("b", text(b))])
    }

    /// Lists and objects as text: a table shows them in a cell.
    private static func text(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array, .object: .string(value.oneLine)
        default: value
        }
    }
}
