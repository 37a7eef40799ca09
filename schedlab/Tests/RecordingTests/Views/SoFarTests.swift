import Foundation
import KitTesting
import Testing

@testable import Recording
@testable import Views

@Suite("A run as far as it has been read")
struct SoFarTests {
    /// A part taken apart by `docs/page-parts.md`.
    private struct Reading {
        var header: [String: Any] = [:]
        var columns: [String: [UInt8]] = [:]

        init(_ bytes: [UInt8]) throws {
            let end = try #require(bytes.firstIndex(of: 0x0A))
            header = try #require(
                JSONSerialization.jsonObject(with: Data(bytes[..<end])) as? [String: Any])
            for column in try #require(header["columns"] as? [[String: Any]]) {
                let name = try #require(column["name"] as? String)
                let (offset, count) = (column["offset"] as? Int ?? 0, column["bytes"] as? Int ?? 0)
                columns[name] = Array(bytes[offset..<offset + count])
            }
        }

        func doubles(_ name: String) -> [Double] {
            let bytes = columns[name] ?? []
            return stride(from: 0, to: bytes.count, by: 8).map { start in
                bytes[start..<start + 8].withUnsafeBytes { $0.loadUnaligned(as: Double.self) }
            }
        }
    }

    @Test(
        "every border's instants, rounds and strips are those of the whole run up to there",
        arguments: 0..<12 as Range<UInt64>)
    func prefixes(seed: UInt64) throws {
        let folder = try TemporaryFolder.make("so-far")
        defer { try? FileManager.default.removeItem(at: folder) }
        let record = try RandomRecord.write(seed, path: folder.path + "/r.record", isCutOff: seed % 5 == 4)
        var parts = try RunParts(record, staysPerStrip: 10)
        var soFar: [RunParts.Part] = []
        var strips = 0
        try parts.read(afterStrip: { soFar.append($0.partSoFar("0000000a")) }, { _ in strips += 1 })
        let whole = try Reading(parts.partSoFar("0000000a").bytes)
        let (times, rounds) = (
            try Reading(whole.columns["times"] ?? []), try Reading(whole.columns["rounds"] ?? [])
        )
        #expect(soFar.count == strips - 1)
        var before = -Double.infinity
        for (index, part) in soFar.enumerated() {
            let reading = try Reading(part.bytes)
            #expect(reading.header["strips"] as? Int == index + 1)
            #expect(reading.header["isWhole"] as? Bool == false)
            let run = try #require(
                JSONSerialization.jsonObject(with: Data(reading.columns["run"] ?? [])) as? [String: Any])
            let border = try #require(run["readToSeconds"] as? Double)
            #expect(border > before && (run["strips"] as? [Any])?.count == index + 1)
            let own = try Reading(reading.columns["times"] ?? []).doubles("seconds")
            #expect(own == times.doubles("seconds").filter { $0 <= border })
            let rows = try Reading(reading.columns["rounds"] ?? [])
            // Rounds may follow on each other within an instant: those that began by the border, and all before it.
            #expect(rows.doubles("seconds").allSatisfy { $0 <= border })
            let count = rounds.doubles("seconds").count { $0 < border }
            #expect(rows.doubles("seconds").count >= count)
            for (name, column) in rows.columns {
                #expect(rounds.columns[name]?.starts(with: column) == true, "\(name)")
            }
            before = border
        }
    }
}
