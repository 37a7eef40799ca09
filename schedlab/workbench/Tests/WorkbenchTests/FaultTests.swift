import Foundation
import KitTesting
import Testing

@testable import Workbench

@Suite("Faults that a server meets")
struct FaultTests {
    private static let partNames = ["run", "times", "rounds", "jobs", "first", "stays/0"]
    private static let allWell = [200, 200, 200, 200, 200, 200]

    private func parts(_ fixture: Fixture, _ id: String) async -> [Int] {
        var states: [Int] = []
        for name in Self.partNames {
            states.append(await fixture.get("/api/runs/\(id)/parts/\(name)").status)
        }
        return states
    }

    @Test("a record that is deleted or replaced is said, and a page that began with another one hears it")
    func replaced() async throws {
        try await Fixture.use { fixture in
            let (id, path) = (try await fixture.id(), fixture.path("a.record"))
            let first = await fixture.get("/api/runs/\(id)/parts/jobs")
            let tag = try #require(first.header("ETag"))
            try FileManager.default.removeItem(atPath: path)
            try Fixture.write(path, jobCount: 8)
            let other = await fixture.get("/api/runs/\(id)/parts/jobs")
            #expect(other.status == 200 && other.bytes != first.bytes)
            for name in ["jobs", "stays/0", "at", "so-far"] {
                let mixed = await fixture.get(
                    "/api/runs/\(id)/parts/\(name)", ["t": "1", "after": "0"], ["if-match": tag])
                #expect(mixed.status == 412 && mixed.text.contains("reload"), "\(name)")
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(await fixture.get("/api/runs/\(id)/parts/jobs").status == 410)
            #expect(try await fixture.runs().isEmpty)
            #expect(await fixture.get("/api/runs/\(id)/parts/jobs").status == 404)
        }
    }

    @Test("a record that is cut off anywhere is shown up to there, or refused; it never ends the server")
    func cutOff() async throws {
        try await Fixture.use { fixture in
            let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.path("a.record")))
            for part in [0, 4, 15, 16, 40, 200, whole.count / 2, whole.count - 17, whole.count - 1] {
                let name = "cut-\(part).record"
                try whole.prefix(part).write(to: URL(fileURLWithPath: fixture.path(name)))
                let line = try await fixture.runs().first { $0["path"] as? String == name }
                guard let id = line?["id"] as? String else {
                    #expect(part < 8, "\(part): what is no record yet is not listed")
                    continue
                }
                let states = await parts(fixture, id)
                if line?["state"] as? String == "unreadable" {
                    #expect(line?["problem"] as? String != "" && states.allSatisfy { $0 == 422 })
                } else {
                    #expect(line?["state"] as? String == "cut off" && states == Self.allWell)
                }
            }
            #expect(await parts(fixture, try await fixture.id()) == Self.allWell)
        }
    }

    @Test("a record that grows is read anew, and is whole in the end")
    func growing() async throws {
        try await Fixture.use { fixture in
            let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.path("a.record")))
            let file = URL(fileURLWithPath: fixture.path("grows.record"))
            var bodies: Set<[UInt8]> = []
            for part in [whole.count / 2, whole.count - 1, whole.count] {
                try whole.prefix(part).write(to: file)
                let id = try await fixture.id("grows.record")
                let run = await fixture.get("/api/runs/\(id)/parts/run")
                #expect(run.status == 200)
                bodies.insert(run.bytes)
            }
            #expect(bodies.count > 1)
            let line = try await fixture.runs().first { $0["path"] as? String == "grows.record" }
            #expect(line?["state"] as? String == "complete")
            // A page that began with half of it is answered from that half as long as the file only grows.
            try whole.prefix(whole.count / 2).write(to: file)
            let id = try await fixture.id("grows.record")
            let tag = try #require(await fixture.get("/api/runs/\(id)/parts/run").header("ETag"))
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            try handle.write(contentsOf: whole[(whole.count / 2)...])
            try handle.close()
            let old = await fixture.get("/api/runs/\(id)/parts/at", ["t": "1"], ["if-match": tag])
            #expect(old.status == 200 && old.header("ETag") == tag)
            #expect(await fixture.get("/api/runs/\(id)/parts/run").header("ETag") != tag)
        }
    }

    @Test("damage anywhere in a record is named or harmless; other runs go on")
    func damaged() async throws {
        try await Fixture.use { fixture in
            let whole = try Data(contentsOf: URL(fileURLWithPath: fixture.path("a.record")))
            var refused = 0
            for place in stride(from: 8, to: whole.count, by: max(whole.count / 60, 1)) {
                var bytes = whole
                bytes[place] ^= 0x55
                try bytes.write(to: URL(fileURLWithPath: fixture.path("b.record")))
                let id = try await fixture.id("b.record")
                for name in Self.partNames {
                    let answer = await fixture.get("/api/runs/\(id)/parts/\(name)")
                    #expect([200, 422].contains(answer.status), "\(place) \(name) \(answer.status)")
                    guard answer.status == 422 else { continue }
                    refused += 1
                    let json = try JSONSerialization.jsonObject(with: Data(answer.bytes))
                    let said = json as? [String: String]
                    #expect(said?["message"]?.contains("b.record") == true)
                    #expect(said?["hint"]?.isEmpty == false)
                }
            }
            #expect(refused > 0)
            #expect(await parts(fixture, try await fixture.id()) == Self.allWell)
        }
    }

    @Test("a record of a later version is listed with what is wrong")
    func laterVersion() async throws {
        try await Fixture.use { fixture in
            var bytes = try Data(contentsOf: URL(fileURLWithPath: fixture.path("a.record")))
            bytes[8] = 99
            try bytes.write(to: URL(fileURLWithPath: fixture.path("later.record")))
            let line = try await fixture.runs().first { $0["path"] as? String == "later.record" }
            #expect((line?["problem"] as? String)?.contains("99") == true)
            #expect(try await fixture.runs().count == 2)
        }
    }

    @Test(
        "what is in the cache is used by a server that is started anew; what was taken out is made again"
    )
    func cache() async throws {
        try await Fixture.use { fixture in
            let id = try await fixture.id()
            let first = await fixture.get("/api/runs/\(id)/parts/first").bytes
            #expect(!first.isEmpty)
            let cache = fixture.root.appendingPathComponent("cache")
            // The list comes last.
            func keys() -> [URL] {
                let manager = FileManager.default
                return (try? manager.contentsOfDirectory(at: cache, includingPropertiesForKeys: nil)) ?? []
            }
            func isListed() -> Bool {
                FileManager.default.fileExists(atPath: (keys().first?.path ?? "") + "/parts")
            }
            for _ in 0..<500 where !isListed() { try await Task.sleep(for: .milliseconds(20)) }
            let key = try #require(keys().first)
            let marked = Data("not what was made".utf8)
            let other = Fixture.workbench(fixture.folder, in: fixture.root)
            let length = try Data(contentsOf: key.appendingPathComponent("first")).count
            var fake = marked
            fake.append(Data(count: length - marked.count))
            try fake.write(to: key.appendingPathComponent("first"))
            _ = await fixture.get("/api/runs", of: other)
            #expect(await fixture.get("/api/runs/\(id)/parts/first", of: other).bytes == [UInt8](fake))
            // One of another length cannot be whole.
            try marked.write(to: key.appendingPathComponent("first"))
            #expect(await fixture.get("/api/runs/\(id)/parts/first", of: other).bytes == first)
            #expect(await fixture.get("/api/runs/\(id)/parts/stays/7", of: other).status == 404)
            // Its thread may still be writing what was made again.
            while FileManager.default.fileExists(atPath: cache.path) {
                try? FileManager.default.removeItem(at: cache)
            }
            #expect(await fixture.get("/api/runs/\(id)/parts/first", of: other).bytes == first)
        }
    }

    @Test("a cache that cannot be written to costs nothing but time")
    func noCache() async throws {
        try await Fixture.use { fixture in
            try Data().write(to: fixture.root.appendingPathComponent("cache"))
            #expect(await parts(fixture, try await fixture.id()) == Self.allWell)
        }
    }

    @Test("what was used longest ago leaves a cache that is full")
    func room() throws {
        let root = try TemporaryFolder.make("cache")
        defer { try? FileManager.default.removeItem(at: root) }
        var cache = PartCache(folder: root.path)
        cache.byteLimit = 250
        for (age, key) in ["a", "b", "c"].enumerated() {
            #expect(cache.write(key: key, ["x": Array(repeating: 1, count: 100)]))
            let list = root.appendingPathComponent("\(key)/parts").path
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: Double(1000 + age))], ofItemAtPath: list)
        }
        #expect(cache.list(key: "a") == nil)
        #expect(cache.list(key: "b") == ["x": 100] && cache.list(key: "c") == ["x": 100])
    }

    @Test("a run of no jobs and rounds and one of 100,000 GPUs are shown")
    func extremes() async throws {
        try await Fixture.use { fixture in
            try Fixture.write(fixture.path("none.record"), jobCount: 0)
            try Fixture.write(fixture.path("large.record"), jobCount: 3, cluster: "v100=100000@8")
            for name in ["none.record", "large.record"] {
                let states = await parts(fixture, try await fixture.id(name))
                #expect(states == Self.allWell, "\(name)")
            }
        }
    }

    @Test("a folder of 5,000 records is listed, each once, and the second time at once")
    func manyRecords() async throws {
        try await Fixture.use { fixture in
            let source = fixture.path("a.record")
            for number in 0..<5000 {
                let folder = fixture.folder.appendingPathComponent("\(number % 50)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try FileManager.default.linkItem(atPath: source, toPath: folder.path + "/\(number).record")
            }
            let clock = ContinuousClock()
            var (first, again) = (Duration.zero, Duration.zero)
            first = await clock.measure { _ = await fixture.get("/api/runs") }
            again = await clock.measure { _ = await fixture.get("/api/runs") }
            print("5,000 records: \(first) the first time, \(again) the second")
            let runs = try await fixture.runs()
            #expect(runs.count == 5001)
            let ids = runs.compactMap { $0["id"] as? String }.filter { !$0.isEmpty }
            #expect(Set(ids).count == ids.count)
            #expect(again < first)
        }
    }
}
