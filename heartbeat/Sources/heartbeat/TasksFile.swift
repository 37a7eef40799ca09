private import Foundation
private import Gateway
internal import HeartbeatFile
private import Kit
private import Schedule

/// Reads HEARTBEAT.md for commands that show it.
enum TasksFile {
    /// The file and everything that is wrong with it.
    ///
    /// - Throws: When there is no such file, or it cannot be read.
    static func read(_ path: String, now: Int) throws -> (file: HeartbeatFile, findings: [Finding]) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandError(.notFound, "\(path): there is no such file; give another by its path")
        }
        do throws(FileError) {
            let file = HeartbeatFile(try TextFile.bytes(path, limit: FilePaths.limitBytes))
            return (file, file.findings + FileCheck.findings(file, now: now))
        } catch {
            throw CommandError(.badFiles, "\(path):1: \(error)")
        }
    }
}
