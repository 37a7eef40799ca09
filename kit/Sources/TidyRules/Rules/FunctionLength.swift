/// A function is read on one screen.
struct FunctionLength: TidyRule {
    static let limit = 55

    let name = "function-length"
    let summary = "A function has at most \(Self.limit) lines."

    func findings(in package: SourcePackage) -> [Finding] {
        package.sources.flatMap { file in
            file.declarations.filter(\.isFunction).compactMap { function in
                let count = function.endLine - function.line + 1
                guard count > Self.limit else { return nil }
                return Finding(
                    path: file.path, line: function.line,
                    message:
                        "\(function.name) has \(count) lines, \(Self.limit) at most: give its parts names")
            }
        }
    }
}
