/// What nothing uses goes.
///
/// A name that stands in the sources only where it is declared is dead, whatever tests do with it. Names that the standard
/// library, Foundation or a macro calls, and members that a protocol asks for, are not.
struct DeadDeclarations: TidyRule {
    /// Called by code that is not ours.
    static let calledByOthers: Set<String> = [
        "init", "deinit", "subscript", "main", "description", "debugDescription", "errorDescription", "hash",
        "encode", "body", "configuration", "allValueStrings", "defaultValueDescription", "makeIterator",
        "callAsFunction", "CodingKeys", "wrappedValue", "projectedValue", "dynamicMember",
        "defaultCompletionKind",
    ]

    let name = "dead-declarations"
    let summary = "A declaration is used somewhere in the sources."

    func findings(in package: SourcePackage) -> [Finding] {
        let counts = WordCounts(package)
        var declared: [String: Int] = [:]
        for file in package.sources {
            for declaration in file.declarations where declaration.keyword != "extension" {
                declared[declaration.name, default: 0] += 1
            }
        }
        return package.sources.flatMap { file in
            file.declarations.filter { isDead($0, file, package, counts, declared) }.map {
                Finding(
                    path: file.path, line: $0.line,
                    message: "\(file.fullName($0)) is declared and never used: remove it")
            }
        }
    }

    private func isDead(
        _ declaration: Declaration, _ file: SourceFile, _ package: SourcePackage, _ counts: WordCounts,
        _ declared: [String: Int]
    ) -> Bool {
        let name = declaration.name
        guard declaration.keyword != "extension", let first = name.unicodeScalars.first,
            first.properties.isAlphabetic, !Self.calledByOthers.contains(name),
            !declaration.modifiers.contains("override"),
            !declaration.modifiers.contains(where: { $0 == "@main" }),
            counts.inSources(name) <= declared[name] ?? 0, !package.foreignWords.contains(name)
        else { return false }
        // Cases that are found by their text or listed need no name in the code; neither do keys and options.
        guard let scope = declaration.scopes.last.map({ file.declarations[$0] }) else { return true }
        return !(declaration.keyword == "case" && scope.head.contains { $0.text == ":" })
    }
}
