/// Joins modules into one script: in the order of their dependencies, without their imports and exports.
///
/// It knows `import { a, b } from "./path.js";` and `export` before a declaration, nothing else: a bundler
/// would be a second language to build with.
struct ScriptJoiner {
    private let files: WebFiles
    private var done: Set<String> = []
    private var open: Set<String> = []
    private var owners: [String: String] = [:]
    private var script = ""

    private init(_ files: WebFiles) { self.files = files }

    /// The script of a module and all that it needs.
    ///
    /// - Throws: ``PageError``.
    static func join(_ entry: String, _ files: WebFiles) throws(PageError) -> String {
        var joiner = ScriptJoiner(files)
        try joiner.add(entry, wantedBy: "the page")
        return "\"use strict\";\n(() => {\n\(joiner.script)})();\n"
    }

    private mutating func add(_ path: String, wantedBy: String) throws(PageError) {
        guard !done.contains(path) else { return }
        guard open.insert(path).inserted else { throw .circle(path: path) }
        let (imports, lines) = try Self.split(try files.text(path, wantedBy: wantedBy), path: path)
        for imported in imports { try add(Self.resolve(imported, from: path), wantedBy: path) }
        for line in lines {
            guard let name = Self.declaredName(line) else { continue }
            if let first = owners[name], first != path {
                throw .doubleName(name: name, first: first, second: path)
            }
            owners[name] = path
        }
        script += "// \(path)\n" + lines.joined(separator: "\n") + "\n"
        done.insert(path)
    }

    /// The imports of a module, and its lines without them and without the word `export`.
    private static func split(
        _ text: String, path: String
    ) throws(PageError) -> (imports: [String], lines: [String]) {
        var imports: [String] = []
        var lines: [String] = []
        var pending = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if pending.isEmpty && !(line.hasPrefix("import ") || line.hasPrefix("import{")) {
                lines.append(try withoutExport(line, path: path))
                continue
            }
            pending += line + " "
            guard line.contains(";") else { continue }
            let quoted = pending.split(separator: "\"", omittingEmptySubsequences: false)
            guard quoted.count == 3, quoted[0].contains("{"), !quoted[0].contains(" as ") else {
                throw .notJoinable(path: path, line: pending)
            }
            imports.append(String(quoted[1]))
            pending = ""
        }
        guard pending.isEmpty else { throw .notJoinable(path: path, line: pending) }
        return (imports, lines)
    }

    private static func withoutExport(_ line: String, path: String) throws(PageError) -> String {
        guard line.hasPrefix("export ") else { return line }
        let rest = String(line.dropFirst("export ".count))
        guard declaredName(rest) != nil else { throw .notJoinable(path: path, line: line) }
        return rest
    }

    /// The name that a line at the outermost level declares.
    private static func declaredName(_ line: String) -> String? {
        for keyword in [
            "async function* ", "async function ", "function* ", "function ", "class ", "const ", "let ",
        ]
        where line.hasPrefix(keyword) {
            let name = line.dropFirst(keyword.count).prefix {
                $0.isLetter || $0.isNumber || "_$".contains($0)
            }
            return name.isEmpty ? nil : String(name)
        }
        return nil
    }

    /// A path relative to another file's.
    private static func resolve(_ path: String, from base: String) -> String {
        var parts = base.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}
