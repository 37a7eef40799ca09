import Foundation

/// `EmbedPageTool OUTPUT FOLDER FILE...`: files as string literals of a Swift source file.
///
/// Strings compile at once; arrays of bytes of this size take half a minute.
@main
struct EmbedPageTool {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            FileHandle.standardError.write(Data("EmbedPageTool: expected OUTPUT FOLDER FILE...\n".utf8))
            exit(2)
        }
        let folder = arguments[2] + "/"
        var source = "let embeddedFiles: [(path: String, text: String)] = [\n"
        for path in arguments.dropFirst(3) {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let name = path.hasPrefix(folder) ? String(path.dropFirst(folder.count)) : path
            let marks = marks(for: text)
            source += "(\(marks)\"\(name)\"\(marks), \(marks)\"\"\"\n\(text)\n\"\"\"\(marks)),\n"
        }
        source += "]\n"
        try source.write(toFile: arguments[1], atomically: true, encoding: .utf8)
    }

    /// As many number signs as keep the text from ending its literal, or from being taken for an escape.
    private static func marks(for text: String) -> String {
        var marks = "#"
        while text.contains("\"" + marks) || text.contains("\\" + marks) { marks += "#" }
        return marks
    }
}
