import Foundation

/// One run of `pdftotext -bbox`: no environment, a temporary folder of its own, limits of time, memory and output.
struct PDFToText {
    let program: String
    let source: PDFSource

    private var path: String { source.name }

    struct Run {
        var status: Int32
        var output: [UInt8]
        var errors: String
    }

    /// What the program is told to read: a file, or its standard input.
    private static func input(of source: PDFSource, for process: Process, _ folder: URL) throws -> String {
        switch source {
        case .file(let path):
            process.standardInput = FileHandle.nullDevice
            return URL(fileURLWithPath: path).path
        case .bytes(let bytes):
            // A file without a name: nothing is left of it, however the program ends.
            let file = folder.appendingPathComponent("input")
            try Data(bytes).write(to: file)
            process.standardInput = try FileHandle(forReadingFrom: file)
            try FileManager.default.removeItem(at: file)
            return "-"
        }
    }

    /// Runs the program to its end, or kills it at a limit.
    func run() throws(PDFError) -> Run {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("pf-\(UUID().uuidString)", isDirectory: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let process = Process()
        let output = Pipe()
        let errors = folder.appendingPathComponent("errors")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            guard FileManager.default.createFile(atPath: errors.path, contents: nil) else {
                throw CocoaError(.fileWriteUnknown)
            }
            // The shell sets the limit of memory, then becomes the program; a file cannot be taken for an option.
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = [
                "-c", "ulimit -v \(PDFLimits.addressSpaceKiB) 2>/dev/null; exec \"$0\" \"$@\"", program,
                "-bbox",
                "-l", String(PDFLimits.pages + 1), try Self.input(of: source, for: process, folder), "-",
            ]
            process.environment = [:]
            process.currentDirectoryURL = folder
            process.standardOutput = output
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
        } catch {
            throw .limit(path: path, reason: "pdftotext could not be started (\(error.localizedDescription))")
        }
        let identifier = process.processIdentifier
        let timer = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(PDFLimits.seconds), execute: timer)
        var bytes: [UInt8] = []
        while let part = try? output.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty {
            bytes += part
            guard bytes.count <= PDFLimits.outputBytes else {
                kill(identifier, SIGKILL)
                break
            }
        }
        process.waitUntilExit()
        timer.cancel()
        guard bytes.count <= PDFLimits.outputBytes else {
            throw .limit(path: path, reason: "its text is larger than \(PDFLimits.outputBytes) bytes")
        }
        guard process.terminationReason == .exit else {
            throw .limit(
                path: path, reason: "pdftotext did not end within \(PDFLimits.seconds) s, or crashed")
        }
        let said = FileManager.default.contents(atPath: errors.path) ?? Data()
        return Run(
            status: process.terminationStatus, output: bytes,
            errors: String(decoding: said.prefix(4096), as: UTF8.self))
    }
}
