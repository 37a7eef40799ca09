/// Cuts a file into its front matter and its sections: heading, keys, prompt.
struct SectionReader {
    /// A key with its value and line.
    struct Entry {
        var key: String
        var value: String
        var line: Int
    }

    /// One `## ` heading and what belongs to it.
    struct Section {
        var title: String
        var line: Int
        var entries: [Entry] = []
        var promptLines: [String] = []
        var promptLine: Int
    }

    private(set) var defaults: [Entry] = []
    private(set) var sections: [Section] = []
    private(set) var findings: [Finding] = []
    private var fence: (mark: String, line: Int)?
    private var takesKeys = false

    init(_ text: String) {
        var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        if lines.first?.unicodeScalars.first == "\u{FEFF}" { lines[0].unicodeScalars.removeFirst() }
        var index = 0
        if lines.first?.trimmed == "---" { index = readFrontMatter(lines) }
        while index < lines.count {
            read(lines[index], line: index + 1)
            index += 1
        }
        if let fence {
            findings.append(
                Finding(
                    line: fence.line, problem: "this code fence is never closed; tasks below it are not seen")
            )
        }
    }

    /// - Returns: Index of the first line behind it.
    private mutating func readFrontMatter(_ lines: [String]) -> Int {
        for (index, line) in lines.enumerated().dropFirst() {
            let text = line.trimmed
            if text == "---" { return index + 1 }
            if text.isEmpty || text.hasPrefix("#") { continue }
            guard let entry = Self.entry(text, line: index + 1) else {
                findings.append(
                    Finding(line: index + 1, problem: "'\(line)' in the front matter; expected 'key: value'"))
                continue
            }
            defaults.append(entry)
        }
        findings.append(
            Finding(line: 1, problem: "the front matter is never closed; expected a second line '---'"))
        return lines.count
    }

    private mutating func read(_ line: String, line number: Int) {
        if fence == nil, line.hasPrefix("## ") {
            let title = line.dropFirst(3).trimmed
            sections.append(Section(title: title, line: number, promptLine: number + 1))
            takesKeys = true
            return
        }
        guard !sections.isEmpty else { return trackFence(line, number) }
        let last = sections.count - 1
        if takesKeys, line.hasPrefix("- "), let entry = Self.entry(line.dropFirst(2).trimmed, line: number) {
            sections[last].entries.append(entry)
            sections[last].promptLine = number + 1
            return
        }
        takesKeys = false
        trackFence(line, number)
        sections[last].promptLines.append(line)
    }

    /// Headings inside fenced code belong to the prompt.
    private mutating func trackFence(_ line: String, _ number: Int) {
        let text = line.trimmed
        if let open = fence {
            if text.hasPrefix(open.mark), text.allSatisfy({ $0 == open.mark.first }) { fence = nil }
        } else if text.hasPrefix("```") || text.hasPrefix("~~~") {
            let mark = text.prefix { $0 == text.first }
            // Three marks and a word on one line with marks at its end are inline code.
            if !text.dropFirst(mark.count).contains("`") { fence = (String(mark), number) }
        }
    }

    private static func entry(_ text: some StringProtocol, line: Int) -> Entry? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let key = text[..<colon].trimmed
        guard !key.isEmpty, key.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "_") }) else { return nil }
        return Entry(key: key, value: text[text.index(after: colon)...].trimmed, line: line)
    }
}
