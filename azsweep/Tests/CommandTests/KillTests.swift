import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Row 9: kill -9")
struct KillTests {
    /// Sweeps at a time: they mostly wait.
    private static let laneCount = 10

    @Test("Row 9: 100 kills at random moments end, after resume, in the same world", .timeLimit(.minutes(4)))
    func kills() async {
        let failures = await withTaskGroup(of: [String].self) { group in
            for lane in 0..<Self.laneCount {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        // Threads of their own: those of the pool are few, and these block.
                        Thread.detachNewThread { continuation.resume(returning: Self.lane(lane)) }
                    }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(failures == [])
    }

    private static func lane(_ lane: Int) -> [String] {
        (0..<100).filter { $0 % laneCount == lane }.flatMap { seed in
            do {
                return try killOnce(seed % 2 == 0 ? "lro" : "conflict", seed: UInt64(seed))
            } catch {
                return ["seed \(seed): \(error)"]
            }
        }
    }

    /// One sweep that is killed and resumed; what is wrong afterwards.
    private static func killOnce(_ world: String, seed: UInt64) throws -> [String] {
        var random = SplitMix64(seed: seed)
        let command = Command(service: try FakeService(world: world))
        let names = ["exp-one", "exp-two"]
        try command.run(["plan"] + names + ["-o", "plan.json"])
        let apply = ["apply", "plan.json", "--execute", "--confirm", "exp-one", "--confirm", "exp-two"]
        let process = CommandResult.process(
            Command.executable, apply, environment: command.environment, in: command.service.folder)
        try CommandResult.start(process)
        // An undisturbed run takes about 4.5 s on `lro` and 1.5 s on `conflict`, most of it waiting.
        usleep(UInt32.random(in: 20_000...(world == "lro" ? 4_500_000 : 1_500_000), using: &random))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        var status: Int32 = -1
        for _ in 0..<5 where status != 0 {
            // Before the journal is there, nothing was sent: the same command begins anew.
            let isBegun = FileManager.default.fileExists(atPath: command.service.file("plan.json.journal"))
            status = try command.run(isBegun ? ["resume", "plan.json.journal"] : apply).status
        }
        let deletes = Laws.deletesWithoutLook(try command.service.requests())
        let isWell =
            try status == 0 && command.service.names("accounts") == ["hub-east"]
            && command.service.names("deleted") == names && deletes.isEmpty && command.events().count > 1
        return isWell
            ? [] : ["seed \(seed) on \(world): status \(status), \(try command.service.state()), \(deletes)"]
    }
}
