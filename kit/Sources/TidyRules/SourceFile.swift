/// A Swift file and what rules ask of it.
public struct SourceFile: Sendable {
    /// Path below the package, such as `Sources/Kit/SHA256.swift`.
    public let path: String
    /// The target: the folder below `Sources` or `Tests`.
    public let target: String
    /// Lines of the file.
    public let lineCount: Int
    /// Its code, texts and comments.
    public let tokens: [Token]
    /// What it declares, in order.
    public let declarations: [Declaration]

    /// Reads a source.
    ///
    /// - Parameters:
    ///   - path: Path below the package.
    ///   - text: The source.
    public init(path: String, text: String) {
        self.path = path
        let parts = path.split(separator: "/")
        target = parts.count > 2 ? String(parts[1]) : ""
        lineCount = text.utf8.split(separator: 10, omittingEmptySubsequences: false).count - 1
        tokens = SwiftScanner.tokens(text)
        declarations = DeclarationReader.declarations(tokens)
    }

    /// Whether it is part of what the package does.
    public var isSource: Bool { path.hasPrefix("Sources/") }

    /// Name of the file without `.swift`.
    var name: String {
        String(path.split(separator: "/").last.map { $0.dropLast(".swift".count) } ?? "")
    }

    /// The types around a declaration, and it, as `Outer.Inner.name`.
    func fullName(_ declaration: Declaration) -> String {
        (declaration.scopes.map { declarations[$0].name } + [declaration.name]).joined(separator: ".")
    }
}
