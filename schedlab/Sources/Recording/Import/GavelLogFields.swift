private import Foundation
private import Kit
private import TextFormats

/// The fields of a JSON object in a log line, which Python may have written with NaN.
///
/// Numbers keep their last digit: times must be equal to those in the prefixes of lines.
struct GavelLogFields {
    private let fields: [String: JSONFields.Value]

    init?(_ json: Substring) {
        guard let end = json.lastIndex(of: "}") else { return nil }
        let text = String(json[...end])
        let plain = text.contains("NaN") ? text.replacingOccurrences(of: "NaN", with: "null") : text
        guard let object = JSONFields(plain) else { return nil }
        fields = object.values
        // A line with counts beyond those that records hold says nothing that can be trusted.
        for (key, value) in fields where Self.countEndings.contains(where: { key.hasSuffix($0) }) {
            if case .number(let number) = value, !(0...Double(UInt32.max)).contains(number) { return nil }
        }
    }

    /// How names of counts of rounds, jobs and GPUs end.
    private static let countEndings = [
        "round", "jobs_generated", "jobs_active", "jobs_running", "jobs_completed_total", "scale_factor",
        "_used", "_total",
    ]

    /// A finite number; nil where there is none.
    func number(_ key: String) -> Double? {
        guard case .number(let number) = fields[key], number.isFinite else { return nil }
        return number
    }

    /// A count.
    func count(_ key: String) -> Int { number(key).flatMap { Int(exactly: $0.rounded()) } ?? 0 }

    func text(_ key: String) -> String {
        guard case .text(let text) = fields[key] else { return "" }
        return text
    }

    /// A job's id, which is a text in logs.
    var jobID: UInt32? { UInt32(text("job_id")) ?? number("job_id").flatMap { UInt32(exactly: $0) } }

    /// Keys that end so, without that ending, in alphabetical order.
    func names(ending: String) -> [String] {
        fields.keys.filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }

    /// Lists of whole numbers by their keys, in alphabetical order of these.
    var lists: [(key: String, values: [Int32])] {
        fields.keys.sorted().compactMap { key in
            guard case .list(let values) = fields[key] else { return nil }
            return (key, values.compactMap { Int32(exactly: $0) })
        }
    }
}
