import HeartbeatFile
import KitTesting
import Testing

@Suite("HEARTBEAT.md")
struct HeartbeatFileTests {
    @Test("keys, defaults and prompts are read; fences and lower headings belong to the prompt")
    func reads() throws {
        let file = HeartbeatFile(
            """
            ---
            tz: Europe/Berlin
            route: me
            quiet: 22:00-07:00 hold
            ---
            # ignored
            ## Über Nacht
            - every: 1d
            - missed: all:3
            ### a part
            ```
            ## no task
            - every: 1m
            ```
            - every: not a key any more
            """)
        #expect(file.findings == [])
        let task = try #require(file.tasks.first)
        #expect(file.tasks.count == 1)
        #expect(task.id == "über-nacht")
        #expect(task.timing == .every(periodSeconds: 86_400, anchorSeconds: 0))
        #expect(task.missed == .all(limit: 3))
        #expect(task.quiet?.action == .hold)
        #expect(task.prompt.hasPrefix("### a part\n```\n## no task"))
        #expect(task.prompt.hasSuffix("- every: not a key any more"))
    }

    @Test(
        "bytes cut, doubled or changed at random never trap, and say where",
        arguments: 0..<200 as Range<UInt64>)
    func random(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let good =
            "---\ntz: UTC\nroute: me\n---\n## A\n- cron: 0 7 * * mon-fri\n- quiet: 22:00-07:00 skip\n- missed: all:2\nx {{date}}\n"
        var bytes = Array(good.utf8)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            default: bytes.insert(bytes[index], at: index)
            }
        }
        let file = HeartbeatFile(bytes)
        let lineCount = bytes.count { $0 == 0x0A } + 1
        #expect(file.findings.allSatisfy { (1...lineCount + 1).contains($0.line) }, "seed \(seed)")
        #expect(!file.tasks.isEmpty || !file.findings.isEmpty, "seed \(seed)")
    }

    @Test("line ends of all systems, and a mark at the beginning, change nothing")
    func lineEnds() {
        let text = "## A\n- every: 1h\n- tz: UTC\n- say: never\nx\n"
        let plain = HeartbeatFile(text)
        #expect(plain.findings == [])
        #expect(HeartbeatFile(text.replacing("\n", with: "\r\n")) == plain)
        #expect(HeartbeatFile("\u{FEFF}" + text) == plain)
    }
}
