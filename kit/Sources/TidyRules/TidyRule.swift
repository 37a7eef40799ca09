/// A habit of this repository that a compiler does not check.
public protocol TidyRule: Sendable {
    /// Its name, in kebab case.
    var name: String { get }
    /// What is kept, in a sentence.
    var summary: String { get }
    /// Where it is not kept, in the order of files and lines.
    func findings(in package: SourcePackage) -> [Finding]
}

/// Every rule, and what they say about a package.
public enum Tidy {
    /// One entry a rule.
    public static let rules: [any TidyRule] = [
        FileLength(), FunctionLength(), FileName(), ForbiddenWords(), UndocumentedAPI(), DeadDeclarations(),
        NeedlesslyVisible(), BareTolerances(), SameBodies(),
    ]

    /// What all rules find.
    public static func findings(in package: SourcePackage) -> [(rule: String, finding: Finding)] {
        rules.flatMap { rule in rule.findings(in: package).map { (rule.name, $0) } }
    }
}
