/// A HEARTBEAT.md that was read: its tasks and everything that is wrong with it.
public struct HeartbeatFile: Equatable, Sendable {
    /// Largest file, in bytes.
    public static let limitBytes = 64 * 1024

    /// The tasks, in the file's order; those without findings.
    public let tasks: [TaskSpec]
    /// What is wrong, by line.
    public let findings: [Finding]

    /// Reads a file's bytes; every finding is in ``findings``, none is thrown.
    public init(_ bytes: [UInt8]) {
        guard bytes.count <= Self.limitBytes else {
            self.init(broken: "\(bytes.count) bytes; expected at most \(Self.limitBytes)")
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            self.init(broken: "bytes that are not UTF-8 text; save the file as UTF-8")
            return
        }
        self.init(text)
    }

    /// Reads a file's text.
    public init(_ text: String) {
        let sections = SectionReader(text)
        var reader = TaskReader(defaults: sections.defaults, findings: sections.findings)
        tasks = sections.sections.compactMap { reader.task($0) }
        if sections.sections.isEmpty {
            reader.findings.append(
                Finding(
                    line: 1, problem: "no task; a task begins with a heading '## Name' and its keys below it")
            )
        }
        findings = reader.findings.sorted { $0.line < $1.line }
    }

    private init(broken problem: String) {
        tasks = []
        findings = [Finding(line: 1, problem: problem)]
    }
}
