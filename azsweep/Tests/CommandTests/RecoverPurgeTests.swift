import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Row 12: recover and purge")
struct RecoverPurgeTests {
    @Test("Row 12: recovery needs the group, and creates it when told")
    func recover() throws {
        let command = Command(service: try FakeService(world: "deleted"))
        let refused = try command.run("recover", "old-c", "--execute")
        #expect(refused.status == 66)
        #expect(refused.messages.contains("gone-rg"))
        #expect(try command.run("recover", "old-c", "--recreate-group").status == 0)
        #expect(try command.service.requests().allSatisfy { !$0.isWrite })
        #expect(try command.run("recover", "old-c", "--recreate-group", "--execute").status == 0)
        #expect(try command.service.names("accounts").contains("old-c"))
        #expect(try !command.service.names("deleted").contains("old-c"))
        #expect(try command.service.names("groups").contains("gone-rg"))
    }

    @Test("Row 12: a purge must be confirmed and uses the right location")
    func purge() throws {
        let command = Command(service: try FakeService(world: "deleted"))
        #expect(try command.run("purge", "old-b").status == 78)
        #expect(try command.run("purge", "old-b", "--execute").status == 78)
        #expect(try command.run("purge", "old-b", "--confirm", "old-b").status == 0)
        #expect(try command.service.requests().allSatisfy { !$0.isWrite })
        #expect(try command.run("purge", "old-b", "--execute", "--confirm", "old-b").status == 0)
        #expect(try command.service.names("deleted") == ["old-a", "old-c", "old-d"])
        let deletes = try command.service.requests().filter { $0.method == "DELETE" }
        #expect(deletes.count == 1)
        #expect(deletes.first?.path.contains("/locations/swedencentral/") == true)
    }

    @Test("A group is watched to its end")
    func watch() throws {
        let command = Command(service: try FakeService(world: "three"))
        #expect(try command.run("watch", "group", "gone-rg").status == 0)
        #expect(try command.run("watch", "group", "exp-rg").status == 1)
    }
}
