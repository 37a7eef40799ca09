import ArgumentParser
import Foundation
import JSONText
import Kit
import Operations
import Rules
import Store

/// `pf mappings`.
struct Mappings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mappings", abstract: "Mapping, parameter and layout files: list, check, use, show.",
        discussion: "Example: pf mappings --use our-household.yaml")

    @OptionGroup var common: CommonOptions
    @Option(help: ArgumentHelp("Check a file; write nothing.", valueName: "file")) var check: String?
    @Option(help: ArgumentHelp("Check a file and use it from now on.", valueName: "file")) var use: String?
    @Option(help: ArgumentHelp("Show a file.", valueName: "name")) var show: String?

    func validate() throws {
        guard [check, use, show].compactMap({ $0 }).count <= 1 else {
            throw ValidationError("--check, --use and --show exclude each other")
        }
    }

    func run() async throws {
        try await common.run {
            let path = Surroundings.databasePath(common.database)
            let book = try RuleBook.of(path)
            if let show {
                guard let file = book.files.first(where: { $0.name == show }) else {
                    let names = book.files.map(\.name).joined(separator: ", ")
                    throw Failure(
                        "rules.missing", "no rule file \"\(show)\"; there are \(names)", .inputMissing)
                }
                return Outcome(text: common.text(Self.json(file, withText: true)))
            }
            guard let given = check ?? use else {
                return Outcome(text: common.text(.array(book.files.map { Self.json($0, withText: false) })))
            }
            let file = try Self.checked(given, book)
            if use != nil {
                try Store.write(path).save(
                    Store.RuleFile(kind: file.kind, name: file.name, text: file.text), Surroundings.stamp)
            }
            return Outcome(
                text: common.text(
                    .object([
                        "kind": .string(file.kind.rawValue), "name": .string(file.name),
                        "status": .string(use == nil ? "valid" : "used"),
                    ])))
        }
    }

    /// A file that is in order, with the kind that its first key tells.
    private static func checked(_ path: String, _ book: RuleBook) throws -> RuleBook.File {
        let text = try TextFile.text(path)
        let keys = text.split(separator: "\n").compactMap { line -> Substring? in
            guard let first = line.first, first.isLetter else { return nil }
            return line.prefix { $0 != ":" }
        }
        if keys.contains("mappings") {
            let mapping = try book.mapping(text, name: path)
            return RuleBook.File(kind: .mapping, name: mapping.name, text: text, isOwn: true)
        }
        if keys.contains("parameters") {
            let file = try RuleFiles.parameters(text: text, fileName: path)
            return RuleBook.File(kind: .parameters, name: file.name, text: text, isOwn: true)
        }
        if keys.contains("layout") {
            let layout = try RuleFiles.layout(text: text, fileName: path)
            return RuleBook.File(kind: .layout, name: layout.name, text: text, isOwn: true)
        }
        throw Failure(
            "rules.kind", "\(path): none of the keys mappings, parameters, layout; it is no rule file",
            .badData)
    }

    private static func json(_ file: RuleBook.File, withText: Bool) -> JSON {
        var members: [String: JSON] = [
            "kind": .string(file.kind.rawValue), "name": .string(file.name),
            "source": .string(file.isOwn ? "household" : "shipped"),
            "sha256": .string(SHA256.hexDigest(Array(file.text.utf8))),
        ]
        if withText { members["text"] = .string(file.text) }
        return .object(members)
    }
}
