private import Foundation

#if canImport(Glibc)
    private import Glibc
#endif

/// A program that runs in a process group of its own, with its input and outputs in files.
public struct ChildProcess: Sendable {
    /// Number of the process and of its group.
    public let processID: Int32
    private let output: URL
    private let messages: URL

    /// How a program ended and what it printed.
    public struct Ending: Equatable, Sendable {
        /// Exit code, or 128 plus the signal that ended it.
        public var status: Int32
        /// Standard output, at most the limit.
        public var output: [UInt8]
        /// The last line of standard error, at most 300 characters.
        public var lastMessage: String
        /// Whether it was ended for its time.
        public var timedOut: Bool
        /// Whether it printed more than the limit.
        public var printedTooMuch: Bool
    }

    /// Starts a program; no shell sees its arguments.
    ///
    /// - Parameters:
    ///   - arguments: Program and arguments; a program without a slash is looked for in `PATH`.
    ///   - environment: Its whole environment.
    ///   - folder: Working directory.
    ///   - input: What it reads from standard input.
    /// - Throws: ``ChildProcessError``.
    public init(
        _ arguments: [String], environment: [(String, String)], folder: String, input: String
    ) throws(ChildProcessError) {
        let path = environment.first { $0.0 == "PATH" }?.1 ?? "/usr/local/bin:/usr/bin:/bin"
        guard let name = arguments.first, let program = Self.find(name, path: path, folder: folder) else {
            throw .notFound(program: arguments.first ?? "")
        }
        let files = Self.temporaryFiles()
        defer { try? FileManager.default.removeItem(at: files.input) }
        guard Self.makePrivate([files.input, files.output, files.messages]),
            (try? Data(input.utf8).write(to: files.input)) != nil
        else { throw .cannotStart(program: name, reason: "no room for its input and output") }
        output = files.output
        messages = files.messages
        do {
            processID = try Self.spawn(program, arguments, environment, folder: folder, files)
        } catch {
            Self.remove([files.output, files.messages])
            throw error
        }
    }

    /// Waits for the end; at the time limit, or beyond the limit of output, the whole group is killed.
    ///
    /// - Parameters:
    ///   - timeoutSeconds: How long it may take.
    ///   - outputLimitBytes: How much it may print.
    /// - Returns: How it ended.
    public func ending(timeoutSeconds: Double, outputLimitBytes: Int) async -> Ending {
        let start = ContinuousClock.now
        var pause = Duration.milliseconds(1)
        var ending = Ending(status: 0, output: [], lastMessage: "", timedOut: false, printedTooMuch: false)
        var raw: Int32 = 0
        while waitpid(processID, &raw, WNOHANG) == 0 {
            if Task.isCancelled || ContinuousClock.now - start > .seconds(timeoutSeconds) {
                ending.timedOut = true
                Self.killGroup(processID)
            } else if Self.size(output) > outputLimitBytes {
                ending.printedTooMuch = true
                Self.killGroup(processID)
            }
            try? await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(50))
        }
        // What it left running in its group goes with it.
        Self.killGroup(processID)
        let signal = raw & 0x7F
        ending.status = signal == 0 ? (raw >> 8) & 0xFF : 128 + signal
        ending.output = Self.read(output, limit: outputLimitBytes)
        if Self.size(output) > outputLimitBytes { ending.printedTooMuch = true }
        let text = String(decoding: Self.read(messages, limit: 1 << 16), as: UTF8.self)
        ending.lastMessage = String((text.split(whereSeparator: \.isNewline).last ?? "").prefix(300))
        Self.remove([output, messages])
        return ending
    }

    /// Kills a process group.
    public static func killGroup(_ group: Int32) {
        if group > 1 { kill(-group, SIGKILL) }
    }

    private static func temporaryFiles() -> (input: URL, output: URL, messages: URL) {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent(
            "heartbeat-\(UUID().uuidString)")
        return (
            base.appendingPathExtension("in"), base.appendingPathExtension("out"),
            base.appendingPathExtension("err")
        )
    }

    private static func makePrivate(_ files: [URL]) -> Bool {
        files.allSatisfy {
            FileManager.default.createFile(
                atPath: $0.path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
    }

    private static func remove(_ files: [URL]) {
        for file in files { unlink(file.path) }
    }

    private static func size(_ file: URL) -> Int {
        var status = stat()
        return stat(file.path, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func read(_ file: URL, limit: Int) -> [UInt8] {
        guard let handle = try? FileHandle(forReadingFrom: file) else { return [] }
        defer { try? handle.close() }
        return (try? handle.read(upToCount: limit)).map { [UInt8]($0) } ?? []
    }

    /// The program of a name: a path, or found in `PATH`; nil when it may not be run.
    public static func find(_ name: String, path: String, folder: String) -> String? {
        if name.contains("/") {
            let full = name.hasPrefix("/") ? name : folder + "/" + name
            return access(full, X_OK) == 0 ? full : nil
        }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
