private import Settings

/// Lines of `key=value` for people and journals; phone numbers are masked.
public struct Log: Sendable {
    /// How much it matters; the number is that of the journal.
    public enum Priority: Int, Sendable {
        case alert = 2
        case error = 3
        case warning = 4
        case info = 6
    }

    private let write: @Sendable (String) -> Void
    private let hasPriorities: Bool

    /// A log.
    ///
    /// - Parameters:
    ///   - hasPriorities: Whether lines begin with `<6>` and the like, as systemd's journal reads them.
    ///   - write: Takes each line, with its line feed.
    public init(hasPriorities: Bool, write: @escaping @Sendable (String) -> Void) {
        self.hasPriorities = hasPriorities
        self.write = write
    }

    /// Writes a line; pairs without a value are left out.
    public func line(_ event: String, _ pairs: [(String, String?)], _ priority: Priority = .info) {
        let texts = ([("event", event)] + pairs).compactMap { key, value in
            value.map { "\(key)=\(Self.quoted($0))" }
        }
        write((hasPriorities ? "<\(priority.rawValue)>" : "") + texts.joined(separator: " ") + "\n")
    }

    private static func quoted(_ value: String) -> String {
        let text = Masking.text(value)
        guard text.isEmpty || text.contains(where: { $0.isWhitespace || $0 == "\"" || $0 == "=" }) else {
            return text
        }
        let escaped = text.map { $0.isNewline ? "\\n" : $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\"\(escaped.joined())\""
    }
}
