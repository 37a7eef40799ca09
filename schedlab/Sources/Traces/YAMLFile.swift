package import Yams

/// Reads YAML that people write; refuses what would take for ever to read.
package enum YAMLFile {
    /// Most bytes of a file.
    package static let limitBytes = 1 << 20
    /// Most bytes that a file may stand for.
    ///
    /// A reference to an earlier part (a star and a name) may stand for everything before it, and so double the
    /// file, also where parts lie inside parts: a file stands for less than its size times two to the power of its
    /// references.
    private static let expandedLimitBytes = 1 << 22

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
        let accepted = acceptedAliasCount(byteCount: text.utf8.count)
        guard aliases <= accepted else {
            throw Problem(
                text: """
                    it refers to earlier parts (*name) \(aliases) times, at most \(accepted) are accepted in a file of \
                    \(text.utf8.count) bytes
                    """)
        }
        do {
            return try compose(yaml: text)
        } catch {
            let line = "\(error)".split(separator: "\n").first.map(String.init)
            throw Problem(text: "it cannot be read as YAML: \(line ?? "unknown reason")")
        }
    }

    /// How many references keep a file of a size below ``expandedLimitBytes``.
    private static func acceptedAliasCount(byteCount: Int) -> Int {
        var count = 0
        while max(byteCount, 1) << (count + 1) <= expandedLimitBytes { count += 1 }
        return count
    }

    /// Counts what may be a reference, before anything is expanded.
    ///
    /// That is a star in front of a name where a value or a key may begin, also behind a line break that is no ASCII
    /// (YAML 1.1 has three of them). A star inside quotes or a comment may be counted, too.
    private static func aliasCount(_ text: String) -> Int {
        let openers = Set(" \t\n\r-:,[{?".utf8)
        var count = 0
        var before = UInt8(ascii: "\n")
        var isStar = false
        for byte in text.utf8 {
            if isStar, !openers.contains(byte) { count += 1 }
            isStar = byte == UInt8(ascii: "*") && (openers.contains(before) || before >= 0x80)
            before = byte
        }
        return count
    }
}
