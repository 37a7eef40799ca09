import AzureModel
import Foundation
import Kit
import KitTesting
import Sweep
import Testing

@Suite("Plans and journals as files")
struct JournalTests {
    private let plan: Plan
    private let step: PlanStep

    init() throws {
        let id = try #require(
            ResourceID("/subscriptions/S/resourceGroups/G/providers/Microsoft.CognitiveServices/accounts/A"))
        step = PlanStep(number: 1, kind: .account, id: id, after: [])
        plan = Plan(
            tenant: "T", subscription: "S", createdAt: Timestamp(seconds: 1_000), windowDays: 30,
            minAgeSeconds: 60,
            accounts: [PlannedAccount(id: id, etag: "\"1\"", verdict: .idle, children: [])], steps: [step])
    }

    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = try TemporaryFolder.make("journal")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("j").path)
    }

    private func create(_ path: String) throws -> Journal {
        try Journal.create(
            path: path, plan: plan, endpoint: "e", apiVersion: "v", now: { Timestamp(seconds: 0) })
    }

    private func open(_ path: String) throws -> (journal: Journal, record: JournalRecord) {
        try Journal.open(path: path, now: { Timestamp(seconds: 0) })
    }

    @Test("A plan comes back as it was written")
    func plans() throws {
        try inFolder { path in
            try PlanFile.json(plan).indented.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try PlanFile.read(path) == plan)
        }
    }

    @Test("However a journal is torn, what was whole counts, and it can be gone on with")
    func torn() throws {
        try inFolder { path in
            var journal: Journal? = try create(path)
            try journal?.append(.intent, step: step)
            try journal?.append(.submitted, step: step, [("operation", .string("https://x?s=1"))])
            try journal?.append(.done, step: step)
            journal = nil
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            let header = try #require(bytes.firstIndex(of: 0x0A)) + 1
            for length in stride(from: header, through: bytes.count, by: 7) {
                try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
                let lineCount = bytes.prefix(length).filter { $0 == 0x0A }.count - 1
                do {
                    let (again, record) = try open(path)
                    #expect((record.progress[1] != nil) == (lineCount > 0))
                    #expect((record.progress[1] == .done("")) == (lineCount == 3))
                    #expect(record.plan == plan)
                    try again.append(.intent, step: step)
                }
                #expect(try open(path).record.progress[1] == .attempted)
            }
        }
    }

    @Test("A journal that is there, or in use, is left alone")
    func twice() throws {
        try inFolder { path in
            let first = try create(path)
            #expect(throws: SweepError.self) { try create(path) }
            #expect(throws: SweepError.self) { try open(path) }
            try first.append(.intent, step: step)
        }
    }

    @Test(
        "What is no journal is refused",
        arguments: [
            "", "\n", "{}\n", "no json\n", #"{"journal": 1}"# + "\n", #"{"journal": 2, "plan": {}}"# + "\n",
        ])
    func broken(text: String) throws {
        try inFolder { path in
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(throws: SweepError.self) { try open(path) }
        }
    }

    @Test("A full disk stops the journal for good")
    func full() throws {
        #expect(throws: SweepError.self) { try create("/dev/full/x") }
        #expect(throws: SweepError.self) { try create("/nonexistent/x") }
    }

    @Test("Permissions follow patterns with stars, denials win within a rule")
    func permissions() {
        let purge = "Microsoft.CognitiveServices/locations/resourceGroups/deletedAccounts/delete"
        let owner = Permissions(rules: [(["*"], [])])
        let contributor = Permissions(rules: [(["*"], ["Microsoft.Authorization/*/Delete"])])
        let reader = Permissions(rules: [(["*/read"], [])])
        let narrow = Permissions(rules: [(["Microsoft.CognitiveServices/accounts/*"], [])])
        let denied = Permissions(rules: [(["microsoft.cognitiveservices/*"], ["*/deletedAccounts/delete"])])
        #expect(owner.allow(purge) && contributor.allow(purge))
        #expect(!reader.allow(purge) && !narrow.allow(purge) && !denied.allow(purge))
        #expect(reader.allow("Microsoft.Insights/metrics/read"))
    }
}
