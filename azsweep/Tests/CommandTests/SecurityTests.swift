import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Rows 13 and 15: secrets and servers that break their word")
struct SecurityTests {
    @Test("Row 13: no token in any output, even when the service repeats it")
    func noToken() throws {
        let service = try FakeService(world: "lro") { world in
            var rules = world["rules"] as? [[String: Any]] ?? []
            rules.insert(
                [
                    "match": "DELETE */projects/one-play", "reply": 403, "code": "test-token",
                    "message": "Authorization: Bearer test-token is not enough",
                ], at: 0)
            world["rules"] = rules
        }
        let command = Command(service: service)
        let result = try command.sweep(["exp-one", "exp-two"], apply: ["--verbose"])
        #expect(result.status == 1)
        let journal = try String(contentsOfFile: service.file("plan.json.journal"), encoding: .utf8)
        for text in [result.output, result.messages, journal] { #expect(!text.contains("test-token")) }
        #expect(journal.contains("c=opaque"), "the journal keeps the signed query")
        #expect(!(result.output + result.messages).contains("c=opaque"), "nothing else does")
    }

    @Test("Row 13: a wrong token ends with 77, and a nextLink elsewhere with 69")
    func foreign() throws {
        var command = Command(service: try FakeService(world: "three"))
        command.token = "another"
        #expect(try command.run("accounts").status == 77)
        let foreign = Command(service: try FakeService(fault: "foreign"))
        #expect(try foreign.run("accounts").status == 69)
        #expect(try foreign.service.lines().count == 1)
    }

    @Test("Row 13: plain http leads to this machine only")
    func plainHTTP() throws {
        let service = try FakeService(world: "three")
        let result = try CommandResult.run(
            Command.executable, ["accounts"],
            environment: ["AZSWEEP_ARM_ENDPOINT": "http://192.0.2.1:80", "AZSWEEP_TOKEN": "test-token"],
            in: service.folder)
        #expect(result.status == 2)
    }

    @Test(
        "Row 15: every command ends by its deadline and two seconds",
        arguments: ["hang", "drip", "reset", "html", "half", "redirect"])
    func faults(mode: String) throws {
        let service = try FakeService(fault: mode)
        let command = Command(service: service)
        for arguments in [
            ["accounts"], ["idle"], ["deleted"], ["check"], ["plan", "a", "-o", "p"],
            ["watch", "group", "g"],
        ] {
            let start = Date()
            let result = try command.run(arguments + ["--timeout", "2s"])
            #expect(result.status == 69, "\(arguments[0]): \(result.messages)")
            #expect(Date().timeIntervalSince(start) < 4, "\(arguments[0])")
        }
    }

    @Test("Row 15: an account whose metrics hang is unknown, the others are not")
    func hangingMetrics() throws {
        let service = try FakeService(world: "three") {
            $0["rules"] = [
                ["match": "GET */accounts/exp-two/providers/*metrics", "sleep": 60] as [String: Any]
            ]
        }
        let start = Date()
        let command = Command(service: service)
        let result = try command.run("idle", "--timeout", "3s", "--format", "csv")
        #expect(result.status == 0)
        #expect(Date().timeIntervalSince(start) < 5)
        #expect(result.output.contains("exp-one,AIServices,SwedenCentral,0,2,0,idle"))
        #expect(result.output.contains("exp-two,OpenAI,swedencentral,0,0,?,unknown"))
    }

    @Test("Row 15: a sweep whose service goes away stops in time and can be resumed")
    func hangingSweep() throws {
        let service = try FakeService(world: "three") {
            $0["rules"] = [["match": "DELETE */projects/one-play", "sleep": 60, "times": 1] as [String: Any]]
        }
        let start = Date()
        let command = Command(service: service)
        let result = try command.sweep(["exp-one", "exp-two"], apply: ["--timeout", "3s"])
        #expect(result.status == 75)
        #expect(Date().timeIntervalSince(start) < 7)
        #expect(try command.run("resume", "plan.json.journal").status == 0)
        #expect(try service.names("accounts") == ["hub-east"])
        #expect(Laws.deletesWithoutLook(try service.requests()).isEmpty)
    }
}
