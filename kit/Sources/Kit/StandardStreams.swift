private import Foundation

/// Writes to standard output and standard error without ever trapping.
public enum StandardStreams {
    /// A result; throws when nobody can read it, for example because the disk behind it is full.
    public static func printResult(_ text: String) throws(FileError) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw .cannotWrite(path: "standard output", reason: "\(String(cString: strerror(errno)))")
        }
    }

    /// A message, its control characters written out; lost when standard error cannot be written, there is nobody
    /// to tell.
    public static func say(_ text: String) { draw(Visible.lines(text)) }

    /// What moves the cursor of a terminal, such as a progress bar.
    public static func draw(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
