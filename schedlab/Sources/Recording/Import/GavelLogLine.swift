private import Foundation

/// A line of a log of Gavel's simulator, as far as an importer looks at it.
struct GavelLogLine {
    /// What a line says.
    enum Content {
        /// The arguments of the run.
        case header(policy: String, seed: UInt64, roundSeconds: Double)
        /// The state at the beginning of a round.
        case telemetry(GavelLogFields)
        /// A job arrived.
        case arrival(GavelLogFields)
        /// A job completed.
        case completion(GavelLogFields)
        /// A job got GPUs; several jobs where they were packed together.
        case placement(Placement)
        /// Jobs with their GPUs, all at once.
        case allocation([(job: UInt32, gpus: [Int32])])
        /// One of these that cannot be read.
        case unreadable
        /// Anything else.
        case other
    }

    /// A `[Micro-task scheduled]` line.
    struct Placement {
        var jobs: [UInt32]
        var type: String
        var gpus: [Int32]
        var priority: Double?
        var deficitSeconds: Double?
        /// Shares by the names of types, in the order of the line.
        var shares: [(type: String, share: Double)]
    }

    /// Counted from 1.
    let number: Int
    /// The clock in the prefix; nil where there is none.
    let seconds: Double?
    let content: Content

    init(number: Int, bytes: ArraySlice<UInt8>) {
        self.number = number
        let text = Substring(decoding: bytes, as: UTF8.self)
        seconds = Self.clock(text)
        content = Self.content(text)
    }

    /// The number in the first pair of brackets after `scheduler:LEVEL`.
    private static func clock(_ text: Substring) -> Double? {
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
            return nil
        }
        return finite(text[text.index(after: open)..<close])
    }

    /// A number; nil for what Python calls nan and inf, too.
    private static func finite(_ text: some StringProtocol) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }

    private static func content(_ text: Substring) -> Content {
        if let at = text.range(of: "[Micro-task scheduled]") { return placement(text[at.upperBound...]) }
        if let at = text.range(of: "TELEMETRY {") {
            return fields(text[text.index(before: at.upperBound)...]).map(Content.telemetry) ?? .unreadable
        }
        if let at = text.range(of: "EVENT {") {
            return event(text[text.index(before: at.upperBound)...])
        }
        if let at = text.range(of: "ALLOCATION {") {
            return allocation(text[text.index(before: at.upperBound)...])
        }
        if text.contains("with the following args:") { return header(text) }
        return .other
    }

    private static func fields(_ json: Substring) -> GavelLogFields? { GavelLogFields(json) }

    private static func event(_ json: Substring) -> Content {
        let isArrival = json.contains("\"job_arrival\"")
        guard isArrival || json.contains("\"job_complete\"") else { return .other }
        guard let fields = fields(json) else { return .unreadable }
        return isArrival ? .arrival(fields) : .completion(fields)
    }

    private static func allocation(_ json: Substring) -> Content {
        guard let root = GavelLogFields(json) else { return .unreadable }
        var jobs: [(UInt32, [Int32])] = []
        for (key, gpus) in root.lists {
            let ids = numbers(Substring(key))
            guard !ids.isEmpty else { return .unreadable }
            for id in ids { jobs.append((id, gpus)) }
        }
        return .allocation(jobs.sorted { $0.0 < $1.0 })
    }

    private static func header(_ text: Substring) -> Content {
        func value(_ name: String) -> Substring? {
            text.range(of: "\(name)=").map { text[$0.upperBound...].prefix { $0 != "," && $0 != " " } }
        }
        return .header(
            policy: String(value("policy") ?? ""), seed: value("seed").flatMap { UInt64($0) } ?? 0,
            roundSeconds: value("time_per_iteration").flatMap { finite($0) } ?? 0)
    }

    private static func placement(_ text: Substring) -> Content {
        var placement = Placement(jobs: [], type: "", gpus: [], shares: [])
        for part in text.split(separator: "\t") {
            guard let colon = part.firstIndex(of: ":") else { continue }
            let value = part[part.index(after: colon)...]
            switch part[..<colon] {
            case "Job ID": placement.jobs = numbers(value)
            case "Worker type": placement.type = value.trimmingCharacters(in: .whitespaces)
            case "Worker ID(s)":
                let ids = numbers(value)
                placement.gpus = ids.allSatisfy { $0 <= Int32.max } ? ids.map { Int32($0) } : []
            case "Priority": placement.priority = Double(value.trimmingCharacters(in: .whitespaces))
            case "Deficit": placement.deficitSeconds = Double(value.trimmingCharacters(in: .whitespaces))
            case "Allocation": placement.shares = shares(value)
            default: break
            }
        }
        return placement.jobs.isEmpty || placement.gpus.isEmpty ? .unreadable : .placement(placement)
    }

    /// `[ k80 0.05] [p100 0.25]`.
    private static func shares(_ text: Substring) -> [(String, Double)] {
        text.split(separator: "]").compactMap { part in
            let words = part.split { $0 == "[" || $0 == " " || $0.isNewline }
            guard words.count == 2, let share = Double(words[1]) else { return nil }
            return (String(words[0]), share)
        }
    }

    /// The whole numbers of a text.
    private static func numbers(_ text: Substring) -> [UInt32] {
        text.split { !$0.isASCII || !$0.isNumber }.compactMap { UInt32($0) }
    }
}
