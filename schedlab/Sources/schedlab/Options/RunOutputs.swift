private import Experiments
private import Foundation
private import Kit
private import Recording

/// Every file that a run writes, known before it begins.
struct RunOutputs {
    /// `--out`.
    let folder: String?
    /// `--record`, as the path of the file; with seeds the folder of all.
    let record: String?
    /// `--gavel-log`.
    let gavelLog: String?
    /// `--save-programs`.
    let programs: String?
    /// The seeds, where each has a folder of its own.
    let seeds: [UInt64]?

    /// Refuses two outputs on one path.
    ///
    /// - Throws: `ValidationError` with both flags.
    func refuseDoubles(_ overwrite: OverwriteOptions) throws {
        let files = [("--gavel-log", gavelLog)] + records + summaries
        try overwrite.refuseDoubles(files + [("--save-programs", programs)])
        try overwrite.refuseDoubles([("--out", folder), ("--gavel-log", gavelLog)])
        try overwrite.refuseDoubles(programFiles(named: files) + files)
    }

    /// Takes the folders of programs for the command.
    ///
    /// - Throws: `FileError.notOurs` where files of others are there.
    func claimPrograms(_ overwrite: OverwriteOptions) throws {
        for folder in folders(programs) {
            try overwrite.folder(folder).claim(family: ProgramFile.family)
        }
    }

    private var records: [(flag: String, path: String?)] {
        guard seeds != nil else { return [("--record", record)] }
        return folders(record).map { ("--record", "\($0)/\(RunRecord.fileName)") }
    }

    private var summaries: [(flag: String, path: String?)] {
        folders(folder).flatMap { folder in RunFolder.names.map { ("--out", "\(folder)/\($0)") } }
    }

    /// The programs that would be written under names of other files.
    private func programFiles(
        named files: [(flag: String, path: String?)]
    ) -> [(flag: String, path: String?)] {
        let names = files.compactMap { $0.path.map { URL(fileURLWithPath: $0).lastPathComponent } }
        let taken = Set(names.filter { OutputFolder.family(of: $0) == ProgramFile.family }).sorted()
        return folders(programs).flatMap { folder in
            taken.map { ("--save-programs", "\(folder)/\($0)") }
        }
    }

    private func folders(_ folder: String?) -> [String] {
        guard let folder else { return [] }
        return seeds.map { $0.map { "\(folder)/seed-\($0)" } } ?? [folder]
    }
}
