/// Finds the declarations among tokens.
struct DeclarationReader {
    private static let modifiers: Set<String> = [
        "public", "package", "open", "internal", "private", "fileprivate", "static", "final", "override",
        "mutating", "nonmutating", "nonisolated", "indirect", "lazy", "weak", "unowned", "required",
        "convenience", "consuming", "borrowing", "prefix", "postfix", "infix", "dynamic", "isolated",
    ]
    private static let keywords: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "extension", "func", "init", "subscript", "deinit",
        "var", "let", "case", "typealias", "associatedtype",
    ]

    private let tokens: [Token]
    private var found: [Declaration] = []
    /// For each open brace the declaration whose body it begins; nil = of something else.
    private var braces: [Int?] = []
    /// The declaration whose body has not begun.
    private var pending: Int?
    private var parentheses = 0
    private var modifiers: [String] = []
    private var isDocumented = false

    /// The declarations of a file, in order.
    static func declarations(_ tokens: [Token]) -> [Declaration] {
        var reader = DeclarationReader(tokens: tokens)
        reader.read()
        return reader.found
    }

    private init(tokens: [Token]) { self.tokens = tokens }

    private func mark(_ index: Int) -> String? {
        index >= 0 && index < tokens.count && tokens[index].kind == .mark ? tokens[index].text : nil
    }

    private func word(_ index: Int) -> String? {
        index >= 0 && index < tokens.count && tokens[index].kind == .word ? tokens[index].text : nil
    }

    private mutating func read() {
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            switch token.kind {
            case .documentation: isDocumented = true
            case .comment: break
            case .mark: index = readMark(index)
            case .word where Self.modifiers.contains(token.text) && mark(index - 1) != ".":
                modifiers.append(token.text)
                if mark(index + 1) == "(" { index = close(index + 1) }
            case .word where token.text == "class" && Self.keywords.contains(word(index + 1) ?? ""):
                modifiers.append(token.text)
            case .word where begins(index): index = declare(index)
            default: reset()
            }
            index += 1
        }
    }

    private mutating func reset() {
        modifiers = []
        isDocumented = false
    }

    /// Index of the parenthesis that closes the one here.
    private func close(_ open: Int) -> Int {
        var depth = 0
        for index in open..<tokens.count {
            if mark(index) == "(" { depth += 1 }
            if mark(index) == ")" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return tokens.count - 1
    }

    private mutating func readMark(_ index: Int) -> Int {
        switch tokens[index].text {
        case "@":
            guard let name = word(index + 1) else { break }
            modifiers.append("@" + name)
            // `@Option(help: "...")`; but a type in parentheses may follow `@escaping`.
            return mark(index + 2) == "(" && name != "escaping" ? close(index + 2) : index + 1
        case "(":
            parentheses += 1
        case ")":
            parentheses -= 1
        case "{":
            let isBody = pending != nil && parentheses == 0
            braces.append(isBody ? pending : nil)
            if isBody, let pending {
                found[pending].body = index + 1..<index + 1
                self.pending = nil
            }
        case "}":
            if let declaration = braces.popLast() ?? nil {
                found[declaration].endLine = tokens[index].line
                found[declaration].body = found[declaration].body.lowerBound..<index
            }
            pending = nil
        default: break
        }
        reset()
        return index
    }

    /// Whether a keyword here begins a declaration.
    private func begins(_ index: Int) -> Bool {
        guard let keyword = word(index), Self.keywords.contains(keyword), mark(index - 1) != ".",
            parentheses == 0
        else { return false }
        let innermost = braces.last ?? nil
        let isInType = innermost.map { found[$0].isType } ?? braces.isEmpty
        switch keyword {
        case "case": return innermost.map { found[$0].keyword == "enum" } ?? false
        case "init", "subscript", "deinit": return isInType && !braces.isEmpty
        // A name in code, as in `let x`, is local; conditions such as `if let` too.
        case "var", "let": return isInType
        case "class", "protocol", "extension", "actor": return isInType && word(index + 1) != nil
        default: return true
        }
    }

    private mutating func declare(_ index: Int) -> Int {
        let keyword = tokens[index].text
        var place = index
        var name = keyword
        if !["init", "subscript", "deinit"].contains(keyword) {
            place += 1
            guard place < tokens.count else { return index }
            name = tokens[place].text
            // Operators are several marks.
            while tokens[place].kind == .mark, let next = mark(place + 1), next != "(", next != "<" {
                place += 1
                name += next
            }
        }
        let head = endOfHead(place + 1, isType: Declaration.typeKeywords.contains(keyword))
        found.append(
            Declaration(
                keyword: keyword, name: name, modifiers: modifiers, scopes: braces.compactMap(\.self),
                head: Array(tokens[place + 1..<max(place + 1, head)]), line: tokens[index].line,
                endLine: tokens[index].line, body: place..<place, isDocumented: isDocumented))
        pending = ["case", "typealias", "associatedtype"].contains(keyword) ? nil : found.count - 1
        if keyword == "case" { addFurtherCases(place) }
        reset()
        return place
    }

    /// Where a signature ends: before its body, its value, or the line after it.
    private func endOfHead(_ start: Int, isType: Bool) -> Int {
        var depth = 0
        for index in start..<tokens.count {
            switch mark(index) {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0, "}" where depth == 0: return index
            default: break
            }
            let isNewLine = tokens[index].line > tokens[index - 1].line
            if isNewLine, depth == 0, !isType, mark(index) != ")",
                ![",", ">", "("].contains(mark(index - 1) ?? "")
            {
                return index
            }
        }
        return tokens.count
    }

    /// `case a, b(Int), c`.
    private mutating func addFurtherCases(_ first: Int) {
        guard var other = found.last else { return }
        var place = first + 1
        while place < tokens.count {
            if mark(place) == "(" { place = close(place) + 1 }
            guard mark(place) == ",", let name = word(place + 1) else { return }
            other.name = name
            found.append(other)
            place += 2
        }
    }

}
