import ArgumentParser
import JSONText
import Operations
import Store

/// `pf backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the database into a folder, or put a copy back.",
        discussion: """
            Example: pf backup ~/backups
                     pf backup --restore ~/backups/pf-20261128T210000Z.db
            A copy is checked and has its SHA-256 beside it; a folder keeps the last 30. What a restore replaces
            moves aside.
            """)

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp("The folder for the copy.", valueName: "dir")) var folder: String?
    @Option(help: ArgumentHelp("Put this copy in the place of the database.", valueName: "file")) var restore:
        String?

    func validate() throws {
        guard (folder == nil) != (restore == nil) else {
            throw ValidationError("expected a folder, or --restore FILE")
        }
    }

    func run() async throws {
        try await common.run {
            let path = Surroundings.databasePath(common.database)
            let moment = Surroundings.now().text.filter { $0 != "-" && $0 != ":" }
            if let restore {
                let aside = try Store.restore(restore, to: path, moment: moment)
                return Outcome(
                    text: common.text(
                        .object([
                            "status": .string("restored"), "database": .string(path),
                            "movedAside": .string(aside),
                        ])))
            }
            // A missing database is no reason to make one.
            _ = try Store.read(path)
            let backup = try Store.write(path).backup(to: folder ?? "", moment: moment)
            return Outcome(
                text: common.text(
                    .object([
                        "status": .string("stored"), "file": .string(backup.path),
                        "sha256": .string(backup.sha256),
                        "keptCount": .int(backup.keptCount),
                    ])))
        }
    }
}
