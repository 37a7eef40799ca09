import Foundation
import HostileInputs
import KitTesting
import TestSupport
import Testing

@testable import Recording

/// Files that somebody made to break the reader: a trap here ends the whole test run, which is how it is seen.
@Suite("Hostile inputs")
struct HostileInputTests {
    private func inFolder(_ body: (HostileReaders, SmallRecords, URL) throws -> Void) throws {
        let folder = try Places.temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(try HostileReaders(folder: folder), try SmallRecords(folder: folder), folder)
    }

    @Test("small records hold every kind of batch, come apart and together, and are read without a complaint")
    func smallRecords() throws {
        try inFolder { readers, small, _ in
            var kinds: Set<UInt8> = []
            for (name, bytes) in small.records {
                #expect(bytes.count < 2048, "\(name): \(bytes.count) bytes")
                let parts = RecordParts(bytes)
                kinds.formUnion(parts.batches.map(\.kind))
                #expect(parts.assembled == bytes, "\(name)")
                #expect(RecordParts.withChecksums(bytes) == bytes, "\(name)")
                #expect(readers.record(bytes) == .read, "\(name)")
            }
            #expect(kinds == [1, 2, 3, 4, 5])
        }
    }

    /// Every so many of the records that `Scripts/fuzz sweep` makes; odd, so that all numbers take their turn.
    private static let sweepStep = 61

    @Test(
        "any number of any batch may be wild: checking, explaining, comparing, exporting refuse or go on",
        arguments: 0..<3)
    func sweep(record: Int) throws {
        try inFolder { readers, small, _ in
            var (readCount, refusedCount) = (0, 0)
            RecordParts(small.records[record].bytes).forEachWithWildNumber(step: Self.sweepStep) { bytes in
                switch readers.record(bytes) {
                case .read: readCount += 1
                case .refused(let why):
                    refusedCount += 1
                    #expect(why.contains("damaged in the batch at byte"), "\(why)")
                }
            }
            #expect(readCount > 0)
            #expect(refusedCount > readCount)
        }
    }

    @Test(
        "records with changed bytes and right checksums are refused or read, whatever the bytes",
        arguments: 0..<3)
    func changedRecords(record: Int) throws {
        try inFolder { readers, small, _ in
            var random = SplitMix64(seed: UInt64(record))
            for round in 0..<60 {
                let bytes = Self.changed(small.records[record].bytes, &random)
                readers.record(
                    round.isMultiple(of: 2) ? RecordParts(bytes).assembled : RecordParts.withChecksums(bytes))
            }
        }
    }

    @Test("files of other tools with changed bytes are refused, or become records that can be read")
    func changedImports() throws {
        try inFolder { readers, small, _ in
            var random = SplitMix64(seed: 5)
            for _ in 0..<40 {
                for file in small.vizBins { try readers.imported(Self.changed(file, &random), form: .vizBin) }
                for log in small.logs { try readers.imported(Self.changed(log, &random), form: .gavelLog) }
            }
        }
    }

    @Test("tables and settings are read, and with changed bytes refused or read")
    func changedTables() throws {
        try inFolder { readers, _, _ in
            var random = SplitMix64(seed: 6)
            for (index, table) in SmallRecords.tables.enumerated() {
                #expect(try readers.table(table) > 0, "table \(index) attacks no reader")
                for _ in 0..<40 { try readers.table(Self.changed(table, &random)) }
            }
            for (index, file) in SmallRecords.settings.enumerated() {
                #expect(try readers.settings(file) > 0, "settings \(index) attack no reader")
                for _ in 0..<40 { try readers.settings(Self.changed(file, &random)) }
            }
        }
    }

    /// One to eight bytes changed, left out, doubled or moved.
    private static func changed(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: bytes.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes.remove(at: at)
            case 3: bytes.insert(bytes[at], at: at)
            default: bytes[at] = [0, 0x7F, 0x80, 0xFF][Int.random(in: 0..<4, using: &random)]
            }
        }
        return bytes
    }

    @Test("a record that becomes shorter while it is read is damaged, not the end of the program")
    func shrinks() throws {
        try inFolder { _, small, folder in
            let file = folder.appendingPathComponent("shrinks.record")
            try Data(small.records[0].bytes).write(to: file)
            let record = try RunRecord(path: file.path)
            let handle = try FileHandle(forWritingTo: file)
            try handle.truncate(atOffset: 100)
            try handle.close()
            #expect {
                try record.forEachEvent { _ in }
            } throws: { error in
                "\(error)".contains("the file has become shorter while it was read")
            }
        }
    }

    @Test("a pipe is no record, and is not waited for")
    func pipe() throws {
        try inFolder { _, _, folder in
            let path = folder.appendingPathComponent("pipe").path
            #expect(mkfifo(path, 0o600) == 0)
            #expect { try RunRecord(path: path) } throws: { "\($0)".contains("it is not a regular file") }
        }
    }

    @Test("an index that tells other batches than those there are is refused")
    func wildIndex() throws {
        try inFolder { readers, small, _ in
            let bytes = small.records[0].bytes
            let trailer = bytes.count - 16
            let index = bytes[trailer..<trailer + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            for offset in [UInt64(Int.max), .max, 1 << 40, 0, 17] {
                var changed = bytes
                let word = (0..<8).map { UInt8(truncatingIfNeeded: offset >> UInt64(8 * $0)) }
                changed.replaceSubrange(index + 40..<index + 48, with: word)
                let outcome = readers.record(RecordParts.withChecksums(changed))
                #expect(
                    outcome
                        == .refused(
                            "hostile: damaged in the batch at byte \(index): its entry 0 is not of the batch at "
                                + "byte 16; what comes before it can be read"))
            }
        }
    }

    @Test("clusters too large for any run are refused before anything is made of them")
    func absurdClusters() throws {
        try inFolder { readers, small, _ in
            for (key, number) in [
                ("nodeCount", "1000000000000000"), ("gpusPerNode", "1000000000000000"),
                ("nodeCount", "9223372036854775807"), ("nodeCount", "-1"), ("gpusPerNode", "2000001"),
            ] {
                var parts = RecordParts(small.records[0].bytes)
                let json = String(decoding: parts.batches[0].payload, as: UTF8.self)
                let changed = json.replacing(try Regex("\"\(key)\": [0-9]+"), with: "\"\(key)\": \(number)")
                #expect(changed != json)
                parts.batches[0].payload = Array(changed.utf8)
                guard case .refused(let why) = readers.record(parts.assembled) else {
                    Issue.record("\(key) \(number) was taken")
                    continue
                }
                #expect(why.contains("damaged in the batch at byte 16"), "\(why)")
            }
        }
    }

    @Test("a record without its trailer, without its end, or imported gives a log of Gavel's simulator")
    func logWithoutTrailer() throws {
        try inFolder { _, small, folder in
            let gavel = small.records[1].bytes
            let log = folder.appendingPathComponent("run.log")
            for count in [gavel.count, gavel.count - 16, gavel.count - 1] {
                try? FileManager.default.removeItem(at: log)
                let record = try RunRecord(bytes: Array(gavel[..<count]), name: "cut")
                #expect(record.isComplete == (count == gavel.count))
                try GavelLogExport.write(record, to: log.path, policy: "FIFO")
                #expect(try [UInt8](Data(contentsOf: log)) == small.logs[0])
            }
        }
    }
}
