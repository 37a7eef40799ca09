/// Texts from files and command lines as a terminal can show them.
public enum Visible {
    /// A text whose control characters are written out, so that they cannot act on a terminal.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: How many characters are kept; the end of a longer one is cut.
    /// - Returns: The text as it can be shown.
    public static func text(_ text: String, limit: Int = .max) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > limit || scalars.contains(where: isActive) else { return text }
        var shown = ""
        for scalar in scalars.prefix(limit) {
            shown += isActive(scalar) ? scalar.escaped(asASCII: true) : String(scalar)
        }
        return scalars.count > limit ? shown + "..." : shown
    }

    /// Lines of talk: line feeds and tabs stay, every other control character is written out.
    public static func lines(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isActive($0) && $0 != "\n" && $0 != "\t" }) else {
            return text
        }
        var shown = ""
        for scalar in text.unicodeScalars {
            let stays = scalar == "\n" || scalar == "\t" || !isActive(scalar)
            shown += stays ? String(scalar) : scalar.escaped(asASCII: true)
        }
        return shown
    }

    /// Control characters, and those that change the direction of a line.
    static func isActive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        case .format:
            (0x200E...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
        default: false
        }
    }
}
