import Foundation
import HostileInputs

/// What libFuzzer calls; `Scripts/fuzz` builds and runs it.
///
/// `SCHEDLAB_FUZZ` names the reader (or `sweep`, which ends by itself), `SCHEDLAB_FUZZ_FOLDER` the folder for files,
/// `SCHEDLAB_FUZZ_SEEDS` a folder that is to be filled with inputs to begin with.
enum FuzzTarget {
    nonisolated(unsafe) static let readers: HostileReaders = {
        do { return try HostileReaders(folder: folder) } catch { fatalError("\(error)") }
    }()
    static let reader = ProcessInfo.processInfo.environment["SCHEDLAB_FUZZ"] ?? "record"
    static let folder = URL(
        fileURLWithPath: ProcessInfo.processInfo.environment["SCHEDLAB_FUZZ_FOLDER"] ?? "/tmp")

    /// Inputs of each reader, as files in a folder.
    static func writeSeeds(to folder: String) throws {
        let small = try SmallRecords(folder: self.folder)
        let seeds = [
            "record": small.records.map(\.bytes), "viz-bin": small.vizBins, "gavel-log": small.logs,
            "csv": SmallRecords.tables, "settings": SmallRecords.settings,
        ]
        for (index, bytes) in (seeds[reader] ?? []).enumerated() {
            try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/seed-\(index)"))
        }
    }

    /// Every number of the small records replaced by every wild one.
    static func sweep() throws {
        var (readCount, refusedCount) = (0, 0)
        for record in try SmallRecords(folder: folder).records {
            RecordParts(record.bytes).forEachWithWildNumber { bytes in
                if readers.record(bytes) == .read { readCount += 1 } else { refusedCount += 1 }
            }
        }
        print("sweep: \(readCount) records read, \(refusedCount) refused, no crash")
    }

    static func run(_ bytes: [UInt8]) throws {
        switch reader {
        case "viz-bin": try readers.imported(bytes, form: .vizBin)
        case "gavel-log": try readers.imported(bytes, form: .gavelLog)
        case "csv": try readers.table(bytes)
        case "settings": try readers.settings(bytes)
        default:
            // Right checksums let changes through; half of the inputs keep their wild lengths and index.
            let isWhole = (bytes.last ?? 0) & 1 == 0
            readers.record(isWhole ? RecordParts(bytes).assembled : RecordParts.withChecksums(bytes))
        }
    }
}

/// Called once, before the first input.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
    _ count: UnsafeMutablePointer<Int32>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>
) -> Int32 {
    if FuzzTarget.reader == "sweep" {
        do { try FuzzTarget.sweep() } catch { fatalError("\(error)") }
        exit(0)
    }
    guard let seeds = ProcessInfo.processInfo.environment["SCHEDLAB_FUZZ_SEEDS"] else { return 0 }
    do { try FuzzTarget.writeSeeds(to: seeds) } catch { fatalError("\(error)") }
    return 0
}

/// Called with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try FuzzTarget.run([UInt8](UnsafeBufferPointer(start: start, count: count)))
    } catch { fatalError("\(error)") }
    return 0
}
