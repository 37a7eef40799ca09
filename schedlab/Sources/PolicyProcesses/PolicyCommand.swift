/// A policy's program and arguments: what stands behind `exec:`.
///
/// There is no shell: blanks part words, quotes keep them together, a backslash takes the next character as it is
/// (not inside single quotes). Nothing else has a meaning.
public struct PolicyCommand: Sendable, Equatable {
    /// What a policy's name begins with when it is a command.
    public static let prefix = "exec:"

    /// The command as it was given, without the prefix.
    public let text: String
    /// Program and arguments, at least one.
    public let words: [String]

    /// Whether a policy's name is a command.
    public static func isOne(_ name: String) -> Bool { name.hasPrefix(prefix) }

    /// Takes a name such as `exec:python3 my_policy.py` apart.
    ///
    /// - Throws: ``PolicyProcessError/badCommand(command:problem:)``.
    public init(_ name: String) throws(PolicyProcessError) {
        text = String(name.dropFirst(Self.prefix.count))
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in text {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "\\" && quote != "'" {
                isEscaped = true
            } else if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " || character == "\t" {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let whole = word { words.append(whole) }
        guard quote == nil, !isEscaped else {
            throw .badCommand(command: text, problem: "a quote or backslash has no end")
        }
        guard let program = words.first, !program.isEmpty else {
            throw .badCommand(command: text, problem: "it names no program")
        }
        guard !words.contains(where: { $0.contains("\0") }) else {
            throw .badCommand(command: text, problem: "it has a zero character")
        }
        self.words = words
    }
}
