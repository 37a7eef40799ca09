/// What may stand between `{{` and `}}` in a prompt.
public enum Placeholder: Equatable, Sendable {
    /// The slot's day in the task's zone.
    case date
    /// The slot's time of day in the task's zone.
    case time
    /// The zone's name.
    case timeZone
    /// When the task last ran.
    case lastRun
    /// When a message of the task last arrived.
    case lastDelivered
    /// A variable of the environment that heartbeat.toml allows.
    case environment(name: String)
    /// The content of a file in the workspace.
    case file(path: String)

    /// Reads what stands between the braces; nil for anything else.
    public init?(_ text: String) {
        switch text.trimmed {
        case "date": self = .date
        case "time": self = .time
        case "tz": self = .timeZone
        case "last_run": self = .lastRun
        case "last_delivered": self = .lastDelivered
        case let text where text.hasPrefix("env:") && text.count > 4:
            self = .environment(name: String(text.dropFirst(4)))
        case let text where text.hasPrefix("file:") && text.count > 5:
            self = .file(path: String(text.dropFirst(5)))
        default: return nil
        }
    }

    /// A piece of a prompt.
    public enum Piece: Equatable, Sendable {
        /// Words that stay as they are.
        case text(String)
        /// What is put in; nil when nobody knows it.
        case placeholder(Placeholder?, source: String)
    }

    /// A prompt in pieces, in order.
    public static func pieces(_ prompt: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(prompt)
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            if open.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<open.lowerBound]))) }
            let source = String(rest[open.upperBound..<close.lowerBound])
            pieces.append(.placeholder(Placeholder(source), source: source))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.text(String(rest))) }
        return pieces
    }

    /// What is wrong with the placeholders of a line.
    static func problems(in line: String) -> [String] {
        pieces(line).compactMap { piece in
            guard case .placeholder(let placeholder, let source) = piece else { return nil }
            switch placeholder {
            case nil:
                return
                    "'{{\(source)}}' is not known; expected date, time, tz, last_run, last_delivered, env:NAME or file:PATH"
            case .file(let path) where path.hasPrefix("/") || path.split(separator: "/").contains(".."):
                return "'{{\(source)}}' leaves the workspace; give a path below it"
            default: return nil
            }
        }
    }
}
