public import Recording

/// What the jobs of a record are called: by the ids of the user's own file where there are some, else by number.
public struct JobNames {
    /// Own id of each job, by its number in the record; empty = it has none.
    private var names: [String] = []
    /// The record's id of each job.
    private var ids: [UInt32] = []
    private let path: String

    /// Reads the names.
    ///
    /// - Complexity: One pass over the record.
    /// - Throws: ``RecordError``.
    public init(_ record: RunRecord) throws {
        path = record.path
        var own: [String] = []
        var numbers: [UInt32] = []
        try record.forEachEvent { event in
            guard case .arrived(_, let job) = event else { return }
            own.append(job.name)
            numbers.append(job.id)
        }
        (names, ids) = (own, numbers)
    }

    /// What a job is called, safe to print.
    ///
    /// - Parameter job: Its number in the record.
    /// - Returns: Its own id, else the record's id of it.
    public func label(_ job: Int) -> String {
        guard ids.indices.contains(job) else { return "#\(job)" }
        return names[job].isEmpty ? "\(ids[job])" : Self.printable(names[job])
    }

    /// The record's id of a job; nil when there is none of that number.
    func recordID(_ job: Int) -> UInt32? { ids.indices.contains(job) ? ids[job] : nil }

    /// What the job with an id of the record is called.
    func label(id: UInt32) -> String { number(id: id).map(label) ?? "\(id)" }

    /// Number of the job with an id of the record; nil when there is none.
    func number(id: UInt32) -> Int? {
        // In our own runs the two are the same.
        ids.indices.contains(Int(id)) && ids[Int(id)] == id ? Int(id) : ids.firstIndex(of: id)
    }

    /// The record's id of the job that is called so: by its own id, or by `#` and the record's id.
    ///
    /// A whole number names a job by the record's id only in a record in which no own id is a whole number, so that
    /// it never means another job than the user's.
    ///
    /// - Parameter text: What the user wrote.
    /// - Returns: The record's id.
    /// - Throws: ``RecordError/notRecorded(path:what:remedy:)`` when there is no such job, or more than one.
    public func id(named text: String) throws(RecordError) -> UInt32 {
        let own = names.indices.filter { !text.isEmpty && names[$0] == text }
        if own.count == 1 { return ids[own[0]] }
        if own.count > 1 {
            throw .notRecorded(
                path: path, what: "\(own.count) jobs are called '\(Self.printable(text))'",
                remedy: "name one by '#' and its number: #\(ids[own[0]]) is the first")
        }
        let isEscaped = text.hasPrefix("#")
        let digits = isEscaped ? text.dropFirst() : text[...]
        let hasNumericNames = names.contains { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
        if isEscaped || !hasNumericNames, let id = UInt32(digits), ids.contains(id) { return id }
        throw .notRecorded(
            path: path, what: "job \(Self.printable(text)) does not arrive in it",
            remedy: hasNumericNames
                ? "jobs are named by their own ids here; '#' and a number counts them by arrival from 0"
                : "jobs are named by their own ids, or by number in order of arrival from 0")
    }

    /// A name without characters that would steer a terminal.
    static func printable(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
