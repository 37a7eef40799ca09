private import Foundation
private import Kit
public import PageAssets
public import Recording
private import TextFormats
private import Views

/// One or two runs as a page in one file that fetches nothing: every part stands in it, compressed.
public struct PageFile {
    /// What a page is to hold.
    public struct Options: Sendable {
        /// Most bytes of the file; beyond it the exact stays are left out.
        public var byteLimit = 25_000_000
        /// Jobs whose whole lives are told; nil = those that a reader will ask about.
        public var jobs: ReasonSelection?
        /// The command line, for the page to name.
        public var command: [String] = []
        /// What the page is made of.
        public var files = WebFiles.embedded
        /// Name and version of the program.
        public var generator = ""

        /// The usual page.
        public init() {}
    }

    /// A part as it stands in the file.
    private struct StoredPart {
        var name: String
        var byteCount: Int
        var storedByteCount: Int
        var base64: String
    }

    private struct Run {
        var description: RunDescription
        var parts: [StoredPart]
        /// Jobs whose lives are told.
        var lifeCount = 0
        /// What is told of them; a file without stays tells it with histories.
        var told: JobLives.Told?
    }

    private let options: Options
    private var runs: [Run] = []

    /// Reads what a page shows.
    ///
    /// - Parameters:
    ///   - records: One run, or two of one workload to compare.
    ///   - options: What the page is to hold.
    /// - Throws: ``RecordError``.
    public init(_ records: [RunRecord], _ options: Options) throws {
        self.options = options
        for record in records {
            var parts: [StoredPart] = []
            let description = try RunParts.make(record, id: RunID.of(record)) {
                parts.append(try Self.stored($0))
            }
            runs.append(Run(description: description, parts: parts))
        }
        if records.count == 2 {
            let other = runs[1].description.id
            let diff = try DiffAnswer(records[0], records[1], otherID: other).json
            runs[0].parts.append(
                try Self.stored(RunParts.Part(name: "diff?other=\(other)", bytes: Array(diff.oneLine.utf8))))
        }
        for index in runs.indices {
            let description = runs[index].description
            let names = try JobNames(description.record)
            let lives = try JobLives(description.record, jobs: chosenJobs(description), names: names)
            let told = try lives.told()
            runs[index].parts.append(try Self.stored(told.part(hasHistories: false)))
            runs[index].told = told
            runs[index].lifeCount = lives.count
        }
    }

    /// Numbers of the jobs whose lives a run of the page tells.
    private func chosenJobs(_ description: RunDescription) -> [Int] {
        guard let jobs = options.jobs else { return telling(description) }
        let numbers = description.jobIDs.indices
        switch jobs {
        case .none: return []
        case .all: return Array(numbers)
        case .jobs(let ids): return numbers.filter { ids.contains(description.jobIDs[$0]) }
        }
    }

    /// Those that a reader will ask about; in a comparison half of them those that lost most and those that won most.
    private func telling(_ description: RunDescription) -> [Int] {
        guard runs.count == 2 else { return description.tellingJobs(Self.jobCount) }
        let limit = Self.jobCount / 2
        let (a, b) = (runs[0].description.completionSeconds, runs[1].description.completionSeconds)
        let pairs = (0..<min(a.count, b.count)).filter { !a[$0].isNaN && !b[$0].isNaN }
        let differences = pairs.map { b[$0] - a[$0] }
        let order = pairs.indices.sorted {
            differences[$0] != differences[$1] ? differences[$0] > differences[$1] : $0 < $1
        }
        let told = order.prefix(limit / 4) + order.suffix(limit / 4)
        var chosen = Set(told.map { pairs[$0] })
        for job in description.tellingJobs(limit) where chosen.count < limit { chosen.insert(job) }
        return chosen.sorted()
    }

    /// Jobs whose lives a page tells when nothing else is asked for; of two runs half of them each.
    public static let jobCount = 200

    /// Whether a file is a page of this form, as far as its first bytes tell.
    public static func isOne(path: String) -> Bool {
        let head = String(decoding: TextFile.head(path, byteCount: 4096), as: UTF8.self)
        return head.contains("name=\"generator\" content=\"\(PageShell.generator)\"")
    }

    /// Writes the page.
    ///
    /// - Throws: `FileError`, ``PageError``.
    public func write(to path: String) throws {
        let names = runs.map(\.description.name).joined(separator: " and ")
        let shell = try PageShell(options.files, title: "\(names) - schedlab", isServed: false)
        let file = try AtomicFile(path: path)
        try file.append(shell.head)
        var kept: [(id: String, name: String, path: String, parts: [StoredPart])] = []
        let withoutStays = runsWithoutStays
        for (index, run) in runs.enumerated() {
            let leavesOut = withoutStays.contains(index)
            var parts = run.parts
            if leavesOut, let whole = run.told?.part(hasHistories: true) {
                parts = parts.filter { !Self.isStrip($0) && $0.name != whole.name } + [try Self.stored(whole)]
            }
            parts.append(try Self.stored(run.description.part(notes: notes(run, leavesOut: leavesOut))))
            kept.append((run.description.id, run.description.name, run.description.record.path, parts))
        }
        let index = try Self.stored(RunParts.Part(name: "index", bytes: Array(self.index(kept).oneLine.utf8)))
        try file.append(PageShell.element(name: "index", base64: index.base64))
        for run in kept {
            for part in run.parts {
                try file.append(PageShell.element(name: "\(run.id)/\(part.name)", base64: part.base64))
            }
        }
        try file.append(shell.tail)
        try file.finish()
    }

    // MARK: Size

    private static func isStrip(_ part: StoredPart) -> Bool { part.name.hasPrefix("stays/") }

    /// Runs whose stays would make the file too large; the one with most of them goes first.
    private var runsWithoutStays: Set<Int> {
        let sizes = runs.map { run in
            run.parts.reduce(into: (stays: 0, rest: 0)) { sums, part in
                if Self.isStrip(part) {
                    sums.stays += part.base64.utf8.count
                } else {
                    sums.rest += part.base64.utf8.count
                }
            }
        }
        var total = sizes.reduce(0) { $0 + $1.stays + $1.rest }
        var left: Set<Int> = []
        for run in runs.indices.sorted(by: { sizes[$0].stays > sizes[$1].stays })
        where total > options.byteLimit {
            left.insert(run)
            total -= sizes[run].stays
        }
        return left
    }

    private func notes(_ run: Run, leavesOut: Bool) -> [String] {
        let path = run.description.record.path
        var notes: [String] = []
        if leavesOut {
            let bytes = run.parts.filter(Self.isStrip).reduce(0) { $0 + $1.base64.utf8.count }
            notes.append(
                "The exact stays are not in this file: they take \(Self.megabytes(bytes)), and --max-size is "
                    + "\(Self.megabytes(options.byteLimit)). Cells are as coarse as they look. All of it: "
                    + "schedlab serve, or schedlab export \(path) --to page --max-size 100")
        }
        notes.append(
            "This file tells the whole lives of \(Numbers.grouped(run.lifeCount)) of \(Numbers.grouped(run.description.jobIDs.count)) "
                + "jobs. Why another one waits or runs: schedlab explain \(path) --job N, or schedlab serve.")
        return notes
    }

    private static func megabytes(_ bytes: Int) -> String {
        "\(Numbers.fixed(Double(bytes) / 1e6, decimals: 1)) MB"
    }

    // MARK: Index

    private func index(
        _ runs: [(id: String, name: String, path: String, parts: [StoredPart])]
    ) -> JSONValue {
        .object([
            ("version", .int(1)), ("generator", .string(options.generator)), ("mode", .string("file")),
            ("command", .string(options.command.joined(separator: " "))),
            (
                "runs",
                .array(
                    runs.map { run in
                        .object([
                            ("id", .string(run.id)), ("name", .string(run.name)),
                            ("path", .string(run.path)),
                            ("parts", .array(run.parts.map(Self.described))),
                        ])
                    })
            ),
        ])
    }

    private static func described(_ part: StoredPart) -> JSONValue {
        .object([
            ("name", .string(part.name)), ("bytes", .int(part.byteCount)),
            ("storedBytes", .int(part.storedByteCount)),
        ])
    }

    private static func stored(_ part: RunParts.Part) throws -> StoredPart {
        guard let packed = GzipStream(.zlib).pass(part.bytes, isLast: true) else {
            throw RecordError.notExpressible(
                format: "a page", what: "zlib fails to compress the part \(part.name)",
                remedy: "free memory, or export it as csv")
        }
        return StoredPart(
            name: part.name, byteCount: part.bytes.count, storedByteCount: packed.count,
            base64: Data(packed).base64EncodedString())
    }
}
