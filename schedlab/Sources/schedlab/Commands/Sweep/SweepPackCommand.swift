internal import ArgumentParser
private import Foundation
private import Kit
internal import Sweeps

/// `schedlab sweep pack`: a finished sweep for others.
struct SweepPackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Put a finished sweep, its inputs and results into a folder or a tar file.",
        discussion: """
            Whoever gets it runs 'schedlab sweep again FOLDER', which runs every point anew and tells what differs. \
            Inputs have to have relative paths.

            Example: schedlab sweep pack figure-9.yaml -o figure-9.tar
            """)

    @OptionGroup var sweep: SweepOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Folder, or file that ends in .tar; must not be there.", valueName: "path"))
    var out: String

    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if out.isEmpty { throw ValidationError("--out is empty, expected a path") }
    }

    func run() throws {
        let plan = try sweep.plan()
        let store = try sweep.resultStore()
        let pack = try SweepPack(
            SweepResults(plan, store: store), store: store, engine: SweepOptions.engine)
        if out.hasSuffix(".tar") {
            guard FileKind.of(out) == nil else {
                throw FileError.notOurs(
                    path: out, reason: "it is there already; a pack is never written over")
            }
            let name = URL(fileURLWithPath: out).deletingPathExtension().lastPathComponent
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try pack.write(to: folder)
            try TarFile.write(folder, as: name, to: out)
        } else {
            try pack.write(to: out)
        }
        output.say("schedlab: packed \(Numbers.grouped(plan.points.count)) points into \(out)")
    }
}
