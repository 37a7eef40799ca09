import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Row 9: kill -9")
struct KillTests {
    @Test("Row 9: 100 kills at random moments end, after resume, in the same world", arguments: ["lro", "conflict"])
    func kills(world: String) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<5 {
                group.addTask {
                    for index in 0..<10 { try Self.killOnce(world, seed: UInt64(lane * 10 + index)) }
                }
            }
            try await group.waitForAll()
        }
    }

    private static func killOnce(_ world: String, seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let command = Command(service: try FakeService(world: world))
        let names = ["exp-one", "exp-two"]
        #expect(try command.run(["plan"] + names + ["-o", "plan.json"]).status == 0)
        let apply = ["apply", "plan.json", "--execute", "--confirm", "exp-one", "--confirm", "exp-two"]
        let process = Process()
        process.executableURL = Command.executable
        process.arguments = apply
        process.currentDirectoryURL = command.service.folder
        process.environment = ProcessInfo.processInfo.environment.merging(command.environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try Program.start(process)
        // An undisturbed run takes about 4 s on `lro`, 2 s on `conflict`; some kills come before the journal.
        usleep(UInt32.random(in: 20_000...(world == "lro" ? 4_000_000 : 2_000_000), using: &random))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        var status: Int32 = -1
        for _ in 0..<5 where status != 0 {
            let isBegun = FileManager.default.fileExists(atPath: command.service.file("plan.json.journal"))
            status = try command.run(isBegun ? ["resume", "plan.json.journal"] : apply).status
        }
        #expect(status == 0, "seed \(seed)")
        #expect(try command.service.names("accounts") == ["hub-east"], "seed \(seed)")
        #expect(try command.service.names("deleted") == names, "seed \(seed)")
        #expect(Laws.deletesWithoutLook(try command.service.requests()).isEmpty, "seed \(seed)")
        #expect(try command.events().count > 1, "seed \(seed)")
    }
}
