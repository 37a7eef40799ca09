/// What no other target uses is not public, but for the types of what is.
struct NeedlesslyVisible: TidyRule {
    let name = "needlessly-visible"
    let summary = "A public or package declaration is used by another target."

    func findings(in package: SourcePackage) -> [Finding] {
        let counts = WordCounts(package)
        // Also what a visible signature is made of.
        var required: Set<String> = DeadDeclarations.calledByOthers
        for file in package.files {
            for declaration in file.declarations {
                let isRequirement = declaration.scopes.last.map {
                    file.declarations[$0].keyword == "protocol"
                }
                if isRequirement == true { required.insert(declaration.name) }
                guard declaration.isVisible else { continue }
                required.formUnion(declaration.head.lazy.filter { $0.kind == .word }.map(\.text))
            }
        }
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
}
