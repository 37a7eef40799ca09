/// Texts without what must not be seen in logs.
public enum Masking {
    /// A phone number as `+1…01`: the first two and the last two characters.
    public static func number(_ text: String) -> String {
        text.count > 5 ? "\(text.prefix(2))…\(text.suffix(2))" : "…"
    }

    /// A text in which none of the secrets stands.
    public static func without(_ secrets: [String], _ text: String) -> String {
        secrets.reduce(text) { $1.count < 4 ? $0 : $0.replacing($1, with: "…") }
    }

    /// A text in which every phone number of eight or more digits is masked.
    public static func text(_ text: String) -> String {
        var result = ""
        var run = ""
        for character in text + "\u{0}" {
            let isDigit = character.isASCII && character.isNumber
            if isDigit || (character == "+" && run.isEmpty) {
                run.append(character)
                continue
            }
            result += run.hasPrefix("+") && run.count >= 8 ? number(run) : run
            run = character == "+" ? "+" : ""
            if character != "\u{0}" && character != "+" { result.append(character) }
        }
        return result
    }
}
