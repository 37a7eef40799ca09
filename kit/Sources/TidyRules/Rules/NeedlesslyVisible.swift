/// What no other target uses is not public, but for the types of what is.
struct NeedlesslyVisible: TidyRule {
    let name = "needlessly-visible"
    let summary = "A public or package declaration is used by another target."

    func findings(in package: SourcePackage) -> [Finding] {
        let counts = WordCounts(package)
        let required = DeadDeclarations.calledByOthers.union(
            package.files.flatMap { file in file.declarations.flatMap { neededWords($0, file) } })
        return package.sources.flatMap { file in
            file.declarations.filter { declaration in
                declaration.isVisible && !["case", "extension"].contains(declaration.keyword)
                    && !required.contains(declaration.name)
                    && declaration.name.unicodeScalars.first?.properties.isAlphabetic == true
                    && !counts.isUsed(declaration.name, outside: file)
                    && !package.foreignWords.contains(declaration.name)
            }.map {
                Finding(
                    path: file.path, line: $0.line,
                    message:
                        "\(file.fullName($0)) is public and used in its own target only: make it internal")
            }
        }
    }

    /// What a protocol asks for, what a visible signature is made of, and what is compiled into other modules.
    private func neededWords(_ declaration: Declaration, _ file: SourceFile) -> [String] {
        let scope = declaration.scopes.last.map { file.declarations[$0] }
        var words = scope?.keyword == "protocol" ? [declaration.name] : []
        if declaration.isVisible || declaration.keyword == "case" && scope?.isVisible == true {
            words += declaration.head.filter { $0.kind == .word }.map(\.text)
        }
        if declaration.modifiers.contains("@inlinable") {
            words += file.tokens[declaration.body].filter { $0.kind == .word }.map(\.text)
        }
        return words
    }
}
