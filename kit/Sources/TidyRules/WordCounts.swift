/// How often each word stands in the code of a package, and in which targets.
struct WordCounts {
    private var sources: [String: Int] = [:]
    private var targets: [String: Set<String>] = [:]

    init(_ package: SourcePackage) {
        for file in package.files {
            for token in file.tokens where token.kind == .word {
                if file.isSource { sources[token.text, default: 0] += 1 }
                targets[token.text, default: []].insert(file.path.prefix { $0 != "/" } + "/" + file.target)
            }
        }
    }

    /// Uses in sources.
    func inSources(_ word: String) -> Int { sources[word] ?? 0 }

    /// Whether another target than a file's own has the word.
    func isUsed(_ word: String, outside file: SourceFile) -> Bool {
        (targets[word] ?? []).contains { $0 != "Sources/" + file.target }
    }
}
