private import Foundation
private import TextFormats
public import Workload

/// Reads Gavel's throughput JSON: GPU type -> `('model', scale factor)` -> `null` -> steps per second.
///
/// Types that end in `_unconsolidated` give the rates across nodes. Figures for pairs of jobs that
/// share GPUs are passed over.
public enum GavelThroughputsReader {
    /// Reads a table.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - neededTypes: GPU types that must be in it.
    /// - Throws: ``TraceError`` or a `FileError`.
    public static func table(path: String, neededTypes: [String]) throws -> ThroughputTable {
        let data = Data(try TextFile.bytes(path))
        let object: Any
        do {
            object = try JSONSerialization.jsonObject(with: data)
        } catch {
            throw TraceError.malformedJSON(file: path, problem: "it is not valid JSON")
        }
        guard let types = object as? [String: [String: [String: Any]]] else {
            throw TraceError.malformedJSON(file: path, problem: "its top levels are not three nested objects")
        }
        let table = try self.table(types, path: path)
        for type in neededTypes where !table.gpuTypes.contains(type) && !table.gpuTypes.contains(type.lowercased()) {
            // An assumed speed serves as well, as long as what it is relative to is there.
            if AssumedSpeed.of(type) != nil && table.gpuTypes.contains(SpeedBook.referenceType) { continue }
            throw TraceError.missingType(file: path, gpuType: type, found: table.gpuTypes)
        }
        return table
    }

    private static func table(
        _ types: [String: [String: [String: Any]]], path: String
    ) throws(TraceError) -> ThroughputTable {
        let suffix = "_unconsolidated"
        var table = ThroughputTable(source: path)
        for type in types.keys.sorted() where !type.hasSuffix(suffix) {
            for key in (types[type] ?? [:]).keys.sorted() {
                let jobClass = try jobClass(key, path: path)
                let rate = try isolated(types[type]?[key], type: type, key: key, path: path)
                var spanning: Double?
                if let partners = types[type + suffix]?[key] {
                    spanning = try isolated(partners, type: type + suffix, key: key, path: path)
                }
                table.set(.init(consolidated: rate, unconsolidated: spanning), gpuType: type, jobClass: jobClass)
            }
        }
        return table
    }

    private static func isolated(
        _ partners: [String: Any]?, type: String, key: String, path: String
    ) throws(TraceError) -> Double {
        guard let number = partners?["null"] as? NSNumber, number.doubleValue >= 0 else {
            throw .malformedJSON(file: path, problem: "'\(type)' / '\(key)' has no isolated rate >= 0 under 'null'")
        }
        return number.doubleValue
    }

    /// Reads `('model', 2)`.
    private static func jobClass(_ key: String, path: String) throws(TraceError) -> JobClass {
        guard key.hasPrefix("('"), key.hasSuffix(")"), let comma = key.lastIndex(of: ","),
            let quote = key[..<comma].lastIndex(of: "'"),
            let scaleFactor = Int(key[key.index(after: comma)...].dropLast().drop { $0 == " " }), scaleFactor >= 1
        else {
            throw .malformedJSON(file: path, problem: "found the key '\(key)', expected ('MODEL', SCALE_FACTOR)")
        }
        return JobClass(model: String(key[key.index(key.startIndex, offsetBy: 2)..<quote]), scaleFactor: scaleFactor)
    }
}
