private import Kit

/// Everything that determines a point's result, as text.
///
/// One line each: the form's version, the engine's, the command, every setting with a value, and the SHA-256 of every
/// file that is read. SHA-256 of the text names the result.
enum PointIdentity {
    private static let heading = "schedlab point 1"

    /// The text of a task.
    ///
    /// - Throws: `FileError` for an input that cannot be read, or what is wrong with the task.
    static func text(_ task: SweepTask, engine: String, hashes: inout InputHashes) throws -> String {
        var lines = [heading, "engine \(engine)", "command \(task.command.rawValue)"]
        lines += task.settings.map { "\($0.name) \(escaped($0.value))" }
        for path in try task.inputPaths() {
            lines.append("input \(try hashes.digest(path)) \(escaped(path))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A value on one line.
    private static func escaped(_ text: String) -> String {
        // Almost every value is as it is; searching bytes takes a tenth of the time.
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\n") }) else {
            return text
        }
        return text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }
}
