private import Foundation
private import Kit
public import Workload

/// Reads Gavel's throughput JSON: GPU type -> `('model', scale factor)` -> `null` -> steps per second.
///
/// Types that end in `_unconsolidated` give the rates across nodes. Figures for pairs of jobs that
/// share GPUs are passed over.
public enum GavelThroughputsReader {
    /// What is stored for a job class on a type; only the rate alone on the GPUs is read.
    private struct Partners: Decodable {
        var isolated: Double

        enum CodingKeys: String, CodingKey {
            case isolated = "null"
        }
    }

    /// Highest rate in steps per second, far beyond any machine.
    private static let rateLimit = 1e12
    private static let spanningSuffix = "_unconsolidated"

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - neededTypes: GPU types that must be in it.
    /// - Returns: The table.
    /// - Throws: ``TraceError`` or a `FileError`.
    public static func table(path: String, neededTypes: [String]) throws -> ThroughputTable {
        let data = Data(try TextFile.bytes(path))
        let types: [String: [String: Partners]]
        do {
            types = try JSONDecoder().decode([String: [String: Partners]].self, from: data)
        } catch let error as DecodingError {
            throw TraceError.malformedJSON(file: path, problem: problem(error))
        }
        let table = try self.table(types, path: path)
        let found = Set(table.gpuTypes)
        for type in neededTypes where !found.contains(type) && !found.contains(type.lowercased()) {
            // An assumed speed serves as well, as long as what it is relative to is there.
            if AssumedSpeed.of(type) != nil && found.contains(SpeedBook.referenceType) { continue }
            throw TraceError.missingType(file: path, gpuType: type, found: table.gpuTypes)
        }
        return table
    }

    private static func table(
        _ types: [String: [String: Partners]], path: String
    ) throws(TraceError) -> ThroughputTable {
        var table = ThroughputTable(source: path)
        for type in types.keys.sorted() where !type.hasSuffix(spanningSuffix) {
            for (key, partners) in (types[type] ?? [:]).sorted(by: { $0.key < $1.key }) {
                let spanning = types[type + spanningSuffix]?[key]
                for rate in [partners.isolated, spanning?.isolated ?? 0] where !(0...rateLimit).contains(rate)
                {
                    throw .malformedJSON(file: path, problem: "'\(type)' / '\(key)' has the rate \(rate)")
                }
                table.set(
                    .init(consolidated: partners.isolated, unconsolidated: spanning?.isolated), gpuType: type,
                    jobClass: try jobClass(key, path: path))
            }
        }
        return table
    }

    /// Reads `('model', 2)`.
    private static func jobClass(_ key: String, path: String) throws(TraceError) -> JobClass {
        guard key.hasPrefix("('"), key.hasSuffix(")"), let comma = key.lastIndex(of: ","),
            let quote = key[..<comma].lastIndex(of: "'"), quote > key.index(after: key.startIndex),
            let scaleFactor = DecimalNumber.int(
                String(key[key.index(after: comma)...].dropLast().drop { $0 == " " })),
            scaleFactor >= 1
        else {
            throw .malformedJSON(
                file: path, problem: "found the key '\(key)', expected ('MODEL', SCALE_FACTOR)")
        }
        let model = key[key.index(key.startIndex, offsetBy: 2)..<quote]
        return JobClass(model: String(model), scaleFactor: scaleFactor)
    }

    private static func problem(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "'\(place(context))' has no '\(key.stringValue)'"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(place(context))' is not what it should be: \(context.debugDescription)"
        case .dataCorrupted: "it is not valid JSON"
        @unknown default: "it cannot be decoded"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        context.codingPath.map(\.stringValue).joined(separator: "' / '")
    }
}
