/// What a source file declares.
public struct Declaration: Equatable, Sendable {
    /// Keyword: `func`, `struct`, `let`, `case`, ...
    public var keyword: String
    /// Its name; `init` and the like are their own.
    public var name: String
    /// Words before the keyword, attributes with their `@`.
    public var modifiers: [String]
    /// The types and functions around it, from outside in, by their index among the declarations.
    public var scopes: [Int]
    /// What stands between the name and the body, for a type: what it inherits from.
    public var head: [Token]
    /// Line of its keyword.
    public var line: Int
    /// Line of its closing brace; that of the keyword when it has none.
    public var endLine: Int
    /// Tokens of its body, between the braces.
    public var body: Range<Int>
    /// Whether a documentation comment stands before it.
    var isDocumented: Bool

    /// Whether it is a type.
    var isType: Bool { Self.typeKeywords.contains(keyword) }

    /// Whether other modules see it.
    var isVisible: Bool {
        modifiers.contains("public") || modifiers.contains("package") || modifiers.contains("open")
    }

    /// Whether it is code that runs when it is called.
    var isFunction: Bool { ["func", "init", "subscript", "deinit"].contains(keyword) }

    static let typeKeywords: Set<String> = ["struct", "class", "enum", "actor", "protocol", "extension"]
}
