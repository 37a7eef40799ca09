/// What other modules see has a line that says what it is.
struct UndocumentedAPI: TidyRule {
    let name = "undocumented-api"
    let summary = "Every public or package declaration has a documentation comment."

    func findings(in package: SourcePackage) -> [Finding] {
        package.sources.flatMap { file in
            file.declarations.filter { declaration in
                declaration.isVisible && !declaration.isDocumented && declaration.keyword != "extension"
                    && !declaration.modifiers.contains("override")
            }.map {
                Finding(
                    path: file.path, line: $0.line,
                    message:
                        "\(file.fullName($0)) is seen outside but not documented: say in a line what it is")
            }
        }
    }
}
