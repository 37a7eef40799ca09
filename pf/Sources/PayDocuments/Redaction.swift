/// Takes Social Security and account numbers out of a text before it is stored or printed.
public enum Redaction {
    /// What stands in their place.
    public static let mark = "[redacted]"

    /// The text with each word that holds such a number replaced.
    ///
    /// Shapes: `ddd-dd-dddd`, `XXX-XX-dddd`, two or more `*` or `x` with digits after them, runs of 8 or more
    /// digits; spaces and hyphens inside a number do not hide it.
    public static func redacted(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true)
            .map { isSecret(Array($0.utf8)) ? mark : String($0) }
            .joined(separator: " ")
    }

    private static func isSecret(_ bytes: [UInt8]) -> Bool {
        var digitRun = 0
        var maskRun = 0
        var shape: [UInt8] = []
        for byte in bytes {
            let isDigit = (48...57).contains(byte)
            let isMask = [42, 88, 120].contains(byte)
            if isDigit && maskRun >= 2 { return true }
            digitRun = isDigit ? digitRun + 1 : 0
            // A hyphen between a mask and its digits does not end the mask: XXX-XX-0001.
            if byte != 45 { maskRun = isMask ? maskRun + 1 : 0 }
            if digitRun >= 8 { return true }
            shape.append(isDigit || isMask ? 100 : byte)
        }
        let pattern = Array("ddd-dd-dddd".utf8)
        guard shape.count >= pattern.count else { return false }
        return (0...(shape.count - pattern.count)).contains { start in
            shape[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }
}
