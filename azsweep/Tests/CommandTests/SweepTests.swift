import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Rows 3 to 8, 10, 11: plans and sweeps")
struct SweepTests {
    private let both = ["exp-one", "exp-two"]

    @Test("Row 3: equal worlds give equal plans, and nothing is sent without leave")
    func plans() throws {
        let command = Command(service: try FakeService(world: "three"))
        var texts: [String] = []
        for (name, order) in [("a", both), ("b", both.reversed())] {
            #expect(try command.run(["plan"] + order + ["-o", name]).status == 0)
            texts.append(try String(contentsOfFile: command.service.file(name), encoding: .utf8))
        }
        #expect(texts[0] == texts[1])
        #expect(try command.run("apply", "a").status == 0)
        #expect(try command.run("apply", "a", "--execute", "--confirm", "exp-one").status == 78)
        #expect(try command.run("apply", "a", "--execute").status == 78)
        #expect(
            try command.run("apply", "a", "--execute", "--confirm", "exp-one", "--confirm", "hub-east").status
                == 78)
        #expect(
            try command.run(
                "apply", "a", "--execute", "--confirm", "exp-one", "--confirm", "exp-two", "--max", "1"
            ).status == 78)
        #expect(try command.service.requests().allSatisfy { !$0.isWrite })
    }

    @Test("Row 4: projects first, accounts after them, both recoverable")
    func three() throws {
        let command = Command(service: try FakeService(world: "three"))
        #expect(try command.sweep(both).status == 0)
        #expect(try command.service.names("accounts") == ["hub-east"])
        #expect(try command.service.names("deleted") == both)
        let deletes = try command.service.requests().filter { $0.method == "DELETE" }.map(\.path)
        let account = try #require(deletes.firstIndex { $0.hasSuffix("/accounts/exp-one") })
        #expect(deletes[..<account].filter { $0.contains("/projects/") }.count == 2)
        let mode =
            try FileManager.default.attributesOfItem(atPath: command.service.file("plan.json.journal"))[
                .posixPermissions] as? Int
        #expect(mode == 0o600)
        let again = try command.run(
            "apply", "plan.json", "--execute", "--confirm", "exp-one", "--confirm", "exp-two")
        #expect(again.status == 78)
    }

    @Test(
        "Row 5: projects that the list hides or that come late are added once",
        arguments: ["hidden-project", "late-project"])
    func replan(world: String) throws {
        let command = Command(service: try FakeService(world: world))
        #expect(try command.sweep(both).status == 0)
        #expect(try command.service.names("accounts") == ["hub-east"])
        #expect(try command.events().filter { $0["event"] as? String == "replan" }.count == 1)
        #expect(try command.service.requests().filter { $0.method == "DELETE" }.count <= 12)
    }

    @Test("Row 6: nothing is asked again inside its Retry-After")
    func throttle() throws {
        let command = Command(service: try FakeService(world: "throttle"))
        #expect(try command.sweep(both).status == 0)
        let requests = try command.service.requests()
        let isDeployments = { (request: FakeService.Request) in request.path.hasSuffix("/deployments") }
        #expect(requests.contains { $0.status == 429 })
        #expect(Laws.repeatsInside(2, requests.filter(isDeployments)).isEmpty)
        #expect(Laws.repeatsInside(3, requests.filter { !isDeployments($0) }).isEmpty)
    }

    @Test("Row 6: RequestConflict is waited out, one write of an account at a time")
    func conflict() throws {
        let command = Command(service: try FakeService(world: "conflict"))
        #expect(try command.sweep(both).status == 0)
        #expect(try command.service.names("accounts") == ["hub-east"])
        #expect(Laws.deletesWithoutLook(try command.service.requests()).isEmpty)
        let events = try command.events().dropFirst().filter {
            ($0["id"] as? String)?.contains("exp-one") == true
        }
        var open = ""
        for event in events {
            let id = event["id"] as? String ?? ""
            if event["event"] as? String == "intent" {
                #expect(open.isEmpty || open == id, "a write while another is under way")
                open = id
            } else if event["event"] as? String == "done" {
                open = ""
            }
        }
    }

    @Test("Row 6: a conflict that does not end fails in time")
    func conflictForEver() throws {
        let service = try FakeService(world: "three") { $0["conflictsAfterChild"] = 1_000 }
        let result = try Command(service: service).sweep(both, apply: ["--conflict-timeout", "60s"])
        #expect(result.status == 1)
        #expect(result.output.contains("RequestConflict"))
        #expect(try service.names("accounts") == ["exp-one", "hub-east"])
    }

    @Test("Row 7: operations of all three forms end well; a failed one is told, others go on")
    func operations() throws {
        let good = Command(service: try FakeService(world: "lro"))
        #expect(try good.sweep(both).status == 0)
        #expect(try good.service.names("deleted") == both)
        let bad = Command(service: try FakeService(world: "lro-failed"))
        let result = try bad.sweep(both)
        #expect(result.status == 1)
        #expect(result.output.contains("InternalServerError"))
        #expect(try bad.service.names("accounts") == ["exp-one", "hub-east"])
    }

    @Test("Row 8: after a lost answer the resource decides")
    func dropAfter() throws {
        let command = Command(service: try FakeService(world: "drop-after"))
        #expect(try command.sweep(both).status == 0)
        #expect(try command.service.names("accounts") == ["hub-east"])
        #expect(Laws.deletesWithoutLook(try command.service.requests()).isEmpty)
    }

    @Test("Row 10: a lock forbids the plan, and one that comes later stops the sweep before it begins")
    func locks() throws {
        #expect(
            try Command(service: FakeService(world: "locked")).run("plan", "exp-one", "-o", "p").status == 78)
        let group = "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/EXP-RG"
        let later = try FakeService(world: "three") {
            $0["locks"] = [["name": "keep", "scope": group, "from": 12] as [String: Any]]
        }
        let command = Command(service: later)
        #expect(try command.run(["plan"] + both + ["-o", "plan.json"]).status == 0)
        while try later.requests().count < 12 { try command.run("deleted") }
        let apply = try command.run(
            "apply", "plan.json", "--execute", "--confirm", "exp-one", "--confirm", "exp-two")
        #expect(apply.status == 66)
        #expect(try later.requests().allSatisfy { !$0.isWrite })
    }

    @Test("Row 10: a lock on a group whose name begins alike protects nothing else")
    func lockOnNamesake() throws {
        let scope = "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/exp-r"
        let service = try FakeService(world: "three") {
            $0["locks"] = [["name": "keep", "scope": scope, "from": 0] as [String: Any]]
        }
        #expect(try Command(service: service).verdicts()["exp-one"] == "idle")
    }

    @Test("Row 10: plans that are old or do not follow from their accounts are refused")
    func stale() throws {
        var command = Command(service: try FakeService(world: "three"))
        try command.run(["plan"] + both + ["-o", "plan.json"])
        let text = try String(contentsOfFile: command.service.file("plan.json"), encoding: .utf8)
        let forged = text.replacingOccurrences(
            of: "projects/one-play\",\n      \"after", with: "deployments/chat\",\n      \"after")
        try forged.write(toFile: command.service.file("forged"), atomically: true, encoding: .utf8)
        #expect(forged != text)
        #expect(try command.run("apply", "forged").status == 65)
        try "{".write(toFile: command.service.file("broken"), atomically: true, encoding: .utf8)
        #expect(try command.run("apply", "broken").status == 65)
        command.now = "2026-06-02T00:00:01Z"
        #expect(try command.run("apply", "plan.json").status == 66)
    }

    @Test("Row 11: deployments that bill go before their account")
    func provisioned() throws {
        let command = Command(service: try FakeService(world: "provisioned"))
        #expect(try command.sweep(["ptu-old"]).status == 0)
        let deletes = try command.service.requests().filter { $0.method == "DELETE" }.map(\.path)
        #expect(deletes.map { $0.split(separator: "/").last } == ["ptu", "ptu-old"])
    }

    @Test("Row 11: an emptied group goes when asked for; a roll-back is told")
    func groups() throws {
        let good = Command(service: try FakeService(world: "lro"))
        #expect(try good.sweep(both, plan: ["--delete-empty-groups"]).status == 0)
        #expect(try good.service.names("groups") == ["ai-east-rg"])
        let bad = Command(service: try FakeService(world: "group-rollback"))
        let result = try bad.sweep(both, plan: ["--delete-empty-groups"])
        #expect(result.status == 1)
        #expect(result.output.contains("rolled back"))
    }

    @Test("Row 11: a group that holds anything else stays")
    func groupWithOthers() throws {
        let disk =
            "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/exp-rg/providers/Microsoft.Compute/disks/d"
        let service = try FakeService(world: "three") { world in
            var groups = world["groups"] as? [String: [String: Any]] ?? [:]
            groups["exp-rg"]?["resources"] = [["id": disk, "type": "Microsoft.Compute/disks", "name": "d"]]
            world["groups"] = groups
        }
        let command = Command(service: service)
        #expect(try command.sweep(both, plan: ["--delete-empty-groups"]).status == 0)
        #expect(try service.names("groups") == ["ai-east-rg", "exp-rg"])
    }
}
