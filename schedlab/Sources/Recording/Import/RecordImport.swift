public import Cluster
private import Foundation
internal import Kit
public import Workload

/// Files of other tools as records.
public enum RecordImport {
    /// A form that can be imported.
    public enum Format: String, CaseIterable, Sendable {
        /// `.viz.bin`, versions 1 and 2, also with job records of 16 bytes.
        case vizBin = "viz-bin"
        /// A log of Gavel's simulator.
        case gavelLog = "gavel-log"
    }

    /// What helps to read a file.
    public struct Options {
        /// The form; nil = by the file's first bytes.
        public var format: Format?
        /// The cluster, for logs, which do not say how GPUs stand in nodes; nil = a node for each GPU.
        public var layout: ClusterLayout?
        /// How fast jobs run: tells when pieces of work end within a round.
        public var speeds: SpeedBook
        /// Code names of policies by the names in Gavel's logs.
        public var policyNames: [String: String] = [:]
        /// Name and version of the program.
        public var engine = ""
        /// The command line.
        public var command: [String] = []

        /// Options without any help but speeds.
        public init(speeds: SpeedBook) { self.speeds = speeds }
    }

    /// Reads a file and writes a record of it, which appears when it is complete.
    ///
    /// - Returns: What was read and put right.
    /// - Throws: `FileError`, or ``RecordError/malformedImport(path:place:problem:)``.
    public static func write(_ path: String, to output: String, options: Options) throws -> RecordImportReport
    {
        let bytes = try TextFile.bytes(path)
        switch try options.format ?? detect(bytes, path: path) {
        case .vizBin:
            guard options.layout == nil else {
                throw RecordError.notExpressible(
                    format: ".viz.bin", what: "a cluster was given, but the file has its own",
                    remedy: "leave --cluster out")
            }
            return try VizBinImport.write(
                VizBinFile(path: path), hash: SHA256.hexDigest(bytes), to: output, options: options)
        case .gavelLog:
            return try GavelLogImport.write(
                GavelLogFile(bytes, path: path), hash: SHA256.hexDigest(bytes), to: output,
                options: options)
        }
    }

    /// The form, by the first bytes and lines.
    static func detect(_ bytes: [UInt8], path: String) throws(RecordError) -> Format {
        if bytes.starts(with: VizBinFile.magic) { return .vizBin }
        let head = String(decoding: bytes.prefix(1 << 16), as: UTF8.self)
        let marks = ["scheduler:", "TELEMETRY {", "EVENT {", "[Micro-task scheduled]"]
        if marks.contains(where: { head.contains($0) }) { return .gavelLog }
        if bytes.starts(with: RunRecord.magic) {
            throw .malformedImport(
                path: path, place: "byte 0", problem: "it is a record of schedlab already; nothing to import")
        }
        throw .malformedImport(
            path: path, place: "byte 0",
            problem:
                "neither a .viz.bin file nor a log of Gavel's simulator; viz-bin or gavel-log before the file says which it is"
        )
    }

    /// What the head of an imported record says.
    static func provenance(
        _ layout: ClusterLayout, format: Format, path: String, hash: String, version: JSONValue,
        options: Options
    ) -> RunProvenance {
        var provenance = RunProvenance(layout: layout)
        provenance.importedFrom = format.rawValue
        provenance.engine = options.engine
        provenance.experiment = .object([
            ("importedFrom", .string(format.rawValue)), ("formatVersion", version),
            ("fileName", .string(URL(fileURLWithPath: path).lastPathComponent)), ("sha256", .string(hash)),
        ])
        provenance.host = .object([("command", .array(options.command.map(JSONValue.string)))])
        return provenance
    }
}
