/// What a library does not do, what the core does not know, and what stops a program.
struct ForbiddenWords: TidyRule {
    /// A word that is not used, where, and why.
    struct Ban {
        var words: [String]
        var isCoreOnly = false
        var isLibraryOnly = false
        var advice: String
    }

    static let bans = [
        Ban(
            words: ["print", "("], isLibraryOnly: true,
            advice: "a library does not print: return it, or report through what was passed in"),
        Ban(words: ["try", "!"], advice: "handle the error, or let it through"),
        Ban(words: ["as", "!"], advice: "ask with `as?` and say what is wrong"),
        Ban(words: ["fatalError", "("], advice: "bad input is an error, not a crash"),
        Ban(words: ["Date", "(", ")"], isCoreOnly: true, advice: "the time is a parameter of the core"),
        Ban(words: ["ContinuousClock"], isCoreOnly: true, advice: "the time is a parameter of the core"),
        Ban(
            words: ["SystemRandomNumberGenerator"], isCoreOnly: true,
            advice: "chance is a parameter of the core"),
        Ban(
            words: ["import", "Foundation"], isCoreOnly: true, advice: "the core knows no files and no clocks"
        ),
    ]

    let name = "forbidden-words"
    let summary =
        "No force, no trap, no print in a library; no clock, chance or Foundation in the core; no stray notes."

    func findings(in package: SourcePackage) -> [Finding] {
        package.files.flatMap { file -> [Finding] in
            let isCore = package.core.contains { file.path == $0 || file.path.hasPrefix($0 + "/") }
            // A package's program has the package's name, or is one of its small ones beside it.
            let isLibrary = !file.target.hasPrefix(package.name)
            let code = file.tokens.filter {
                $0.kind != .comment && $0.kind != .documentation && $0.kind != .text
            }
            var found: [Finding] = notes(file)
            for ban in Self.bans
            where file.isSource && (isCore || !ban.isCoreOnly) && (isLibrary || !ban.isLibraryOnly) {
                for index in code.indices where isUsed(ban.words, code, at: index) {
                    found.append(
                        Finding(
                            path: file.path, line: code[index].line,
                            message: "`\(ban.words.joined())`: \(ban.advice)"))
                }
            }
            return found.sorted { $0.line < $1.line }
        }
    }

    private func isUsed(_ words: [String], _ code: [Token], at index: Int) -> Bool {
        guard index + words.count <= code.count, index == 0 || code[index - 1].text != "." else {
            return false
        }
        return zip(words, code[index...]).allSatisfy { $0 == $1.text }
            // `try !isDone` is a negation.
            && (words.last != "!" || code[index + words.count - 1].isGlued)
    }

    private func notes(_ file: SourceFile) -> [Finding] {
        file.tokens.filter { $0.kind == .comment || $0.kind == .documentation }.compactMap { comment in
            let words = comment.text.split { !$0.isLetter }
            // Written apart: this file is read by its own rule.
            guard let note = ["TO" + "DO", "FIX" + "ME"].first(where: { words.contains(Substring($0)) })
            else {
                return nil
            }
            return Finding(
                path: file.path, line: comment.line, message: "\(note): a note belongs in an issue")
        }
    }
}
