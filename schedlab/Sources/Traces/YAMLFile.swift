package import Yams

/// Reads YAML that people write; refuses what would take for ever to read.
package enum YAMLFile {
    /// Most bytes of a file.
    package static let limitBytes = 1 << 20
    /// Most references to earlier parts, written as a star and a name.
    ///
    /// Each may double what a file stands for, so a few dozen of them could stand for more than any memory holds; with
    /// so few as these a file stands for some hundred times itself.
    private static let aliasLimit = 16

    /// What is wrong with a text.
    package struct Problem: Error {
        /// In words, on one line.
        package let text: String
    }

    /// The root of a text; nil when it is empty.
    ///
    /// - Throws: ``Problem``.
    package static func root(_ text: String) throws(Problem) -> Node? {
        let aliases = aliasCount(text)
        guard aliases <= aliasLimit else {
            throw Problem(
                text:
                    "it refers to earlier parts (*name) \(aliases) times, at most \(aliasLimit) are accepted")
        }
        do {
            return try compose(yaml: text)
        } catch {
            let line = "\(error)".split(separator: "\n").first.map(String.init)
            throw Problem(text: "it cannot be read as YAML: \(line ?? "unknown reason")")
        }
    }

    /// Counts what may be a reference, before anything is expanded.
    ///
    /// That is a star in front of a name where a value or a key may begin. A star inside quotes may be counted, too;
    /// sixteen of them are enough for anybody.
    private static func aliasCount(_ text: String) -> Int {
        let openers = Set(" \t\n\r-:,[{?".utf8)
        var count = 0
        var before = UInt8(ascii: "\n")
        var isStar = false
        for byte in text.utf8 {
            if isStar, !openers.contains(byte) { count += 1 }
            isStar = byte == UInt8(ascii: "*") && openers.contains(before)
            before = byte
        }
        return count
    }
}
