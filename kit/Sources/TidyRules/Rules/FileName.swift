/// A file is named as what it is about: a stranger finds a type by its name.
struct FileName: TidyRule {
    let name = "file-name"
    let summary =
        "A file is named as its first type, or as the type that it extends, with `+Topic` behind it."

    func findings(in package: SourcePackage) -> [Finding] {
        package.sources.compactMap { file in
            let types = file.declarations.filter { $0.isType && $0.scopes.isEmpty }
            // A file without types is named as its topic; so is one that only extends types of others.
            guard let first = types.first, file.name != "main" else { return nil }
            let stem = String(file.name.prefix { $0 != "+" })
            let declared = types.filter { $0.keyword != "extension" }
            if declared.isEmpty || declared.contains(where: { $0.name == stem }) { return nil }
            return Finding(
                path: file.path, line: first.line,
                message:
                    "declares \(declared.map(\.name).joined(separator: ", ")) but is named \(file.name).swift: "
                    + "rename it, or move what has another name")
        }
    }
}
