/// A tolerance has a name that says what is allowed to differ.
struct BareTolerances: TidyRule {
    let name = "bare-tolerances"
    let summary = "A number such as 1e-9 stands where it is given a name, not where it is compared with."

    func findings(in package: SourcePackage) -> [Finding] {
        package.sources.flatMap { file in
            let named = file.declarations.filter { ["let", "var"].contains($0.keyword) }.map(\.line)
            return file.tokens.filter { token in
                token.kind == .number && isTolerance(token.text) && !named.contains(token.line)
            }.map {
                Finding(
                    path: file.path, line: $0.line,
                    message: "\($0.text): give it a name, `static let`, and the reason for its size")
            }
        }
    }

    private func isTolerance(_ text: String) -> Bool {
        guard !text.hasPrefix("0x") else { return false }
        let parts = text.lowercased().split(separator: "e")
        return parts.count == 2 && parts[1].hasPrefix("-") && (Int(parts[1].dropFirst()) ?? 0) >= 5
    }
}
