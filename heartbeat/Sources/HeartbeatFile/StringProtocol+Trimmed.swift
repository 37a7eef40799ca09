extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        let kept = drop(while: \.isWhitespace)
        guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(kept[...last])
    }
}

extension String {
    /// The text; nil when it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
