internal import ArgumentParser
private import Foundation
private import Kit

/// systemd's units.
struct UnitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unit", abstract: "Show systemd's units.", discussion: "Example: heartbeat unit print",
        subcommands: [Print.self])

    /// Prints or writes them.
    struct Print: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "print", abstract: "Print the units of the gateway and of its watchdog.",
            discussion: """
                All units, each behind its name, or the one that is named; with --out they are written to a folder.

                Example: heartbeat unit print --folder /etc/heartbeat --out /etc/systemd/system
                """)

        @Argument(help: "\(Units.names.joined(separator: ", ")); default: all.")
        var name: String?
        @Option(help: "Folder with HEARTBEAT.md and heartbeat.toml.", completion: .directory)
        var folder = "/etc/heartbeat"
        @Option(help: "Write the units to this folder.", completion: .directory)
        var out: String?

        func run() throws {
            let program =
                Bundle.main.executableURL?.resolvingSymlinksInPath().path ?? "/usr/local/bin/heartbeat"
            let units = Units.all(program: program, folder: folder).filter { name == nil || $0.name == name }
            guard !units.isEmpty else {
                throw CommandError(
                    .notFound, "no unit '\(name ?? "")'; there are \(Units.names.joined(separator: ", "))")
            }
            for unit in units {
                if let out {
                    try AtomicFile.write(unit.text, to: "\(out)/\(unit.name)")
                } else {
                    try StandardStreams.printResult(
                        (name == nil ? "# \(unit.name)\n" : "") + unit.text + "\n")
                }
            }
        }
    }
}
