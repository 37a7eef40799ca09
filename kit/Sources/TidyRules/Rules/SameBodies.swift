/// What is written twice is written once.
struct SameBodies: TidyRule {
    static let lineCount = 10

    let name = "same-bodies"
    let summary =
        "No two functions of \(Self.lineCount) lines or more have the same logic, names and numbers apart."

    func findings(in package: SourcePackage) -> [Finding] {
        var first: [[String]: (path: String, name: String)] = [:]
        return package.sources.flatMap { file in
            file.declarations.compactMap { declaration -> Finding? in
                guard declaration.isFunction || declaration.keyword == "var",
                    declaration.endLine - declaration.line + 1 >= Self.lineCount
                else { return nil }
                let shape = shape(file.tokens[declaration.body])
                // `self.a = a` line by line is all that such an `init` can say.
                guard declaration.name != "init" || !isMemberwise(file.tokens[declaration.body]) else {
                    return nil
                }
                let name = file.fullName(declaration)
                if let other = first[shape] {
                    return Finding(
                        path: file.path, line: declaration.line,
                        message: "\(name) has the logic of \(other.name) in \(other.path): write it once")
                }
                first[shape] = (file.path, name)
                return nil
            }
        }
    }

    private func isMemberwise(_ tokens: ArraySlice<Token>) -> Bool {
        let words = tokens.filter { $0.kind != .comment && $0.kind != .documentation }.map(\.text)
        return words.count % 5 == 0
            && stride(from: 0, to: words.count, by: 5).allSatisfy {
                words[$0] == "self" && words[$0 + 1] == "." && words[$0 + 3] == "="
            }
    }

    /// Tokens with names by the order in which they come, and numbers left open.
    private func shape(_ tokens: ArraySlice<Token>) -> [String] {
        var names: [String: String] = [:]
        return tokens.compactMap { token in
            switch token.kind {
            case .comment, .documentation: return nil
            case .number: return "0"
            case .text: return "\"" + token.text
            case .mark: return token.text
            case .word:
                if let known = names[token.text] { return known }
                names[token.text] = "n\(names.count)"
                return names[token.text]
            }
        }
    }
}
