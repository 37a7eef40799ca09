import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Rows 1, 2, 11, 12: reading")
struct ReadingTests {
    @Test("Row 1: pages that are empty still lead on, and regions are equal in any case")
    func paged() throws {
        let command = Command(service: try FakeService(world: "paged"))
        #expect(try command.rows("accounts").count == 3)
        #expect(try command.rows("accounts", "--region", "swedencentral").count == 2)
        #expect(try command.rows("accounts", "--region", "Sweden Central", "--kind", "openai").count == 1)
    }

    @Test("Row 2: three accounts: one is used, two are idle")
    func three() throws {
        let verdicts = try Command(service: FakeService(world: "three")).verdicts()
        #expect(verdicts == ["hub-east": "used", "exp-one": "idle", "exp-two": "idle"])
    }

    @Test("Row 2: calls of Speech count as use, without any deployment")
    func speechOnly() throws {
        #expect(try Command(service: FakeService(world: "speech-only")).verdicts()["exp-one"] == "used")
    }

    @Test("Row 2: a refused metric is unknown and cannot be planned")
    func metricsRefused() throws {
        let command = Command(service: try FakeService(world: "metrics-403"))
        #expect(try command.verdicts()["exp-two"] == "unknown")
        #expect(try command.run("idle").status == 0)
        #expect(try command.run("plan", "exp-two", "-o", "p").status == 78)
        #expect(try command.run("plan", "exp-two", "-o", "p", "--accept", "exp-two=unknown").status == 0)
    }

    @Test("Row 2: a metric without a series is unknown", arguments: ["TotalCalls", "AzureOpenAIRequests"])
    func noSeries(metric: String) throws {
        let service = try FakeService(world: "three") { world in
            var metrics = world["metrics"] as? [String: [String: Any]] ?? [:]
            metrics["exp-one"]?[metric] = NSNull()
            world["metrics"] = metrics
        }
        #expect(try Command(service: service).verdicts()["exp-one"] == "unknown")
    }

    @Test(
        "The first rule that applies decides",
        arguments: [
            (#""tags": {"AzSweep": "Keep"}"#, "protected"),
            (#""created": "2026-05-28T00:00:00Z""#, "unknown"),
            (#""state": "Creating""#, "unknown"),
            (
                #""privateEndpoints": [{"properties": {"privateLinkServiceConnectionState": {"status": "Approved"}}}]"#,
                "protected"
            ),
        ])
    func rules(field: String, verdict: String) throws {
        let change = try JSONSerialization.jsonObject(with: Data("{\(field)}".utf8)) as? [String: Any] ?? [:]
        let service = try FakeService(world: "three") { world in
            var accounts = world["accounts"] as? [[String: Any]] ?? []
            accounts[2].merge(change) { $1 }
            world["accounts"] = accounts
        }
        #expect(try Command(service: service).verdicts()["exp-two"] == verdict)
    }

    @Test("Row 11: a provisioned deployment bills while idle, and prices give an estimate")
    func billing() throws {
        let command = Command(service: try FakeService(world: "provisioned"))
        let row = try command.rows("idle").first { $0["name"] as? String == "ptu-old" }
        #expect(row?["verdict"] as? String == "idle")
        #expect(row?["billing"] as? Bool == true)
        try "sku,usdPerUnitHour\nProvisionedManaged,1.995\n".write(
            toFile: command.service.file("prices.csv"), atomically: true, encoding: .utf8)
        #expect(try command.run("idle", "--prices", "prices.csv").output.contains("estimate 99.75 USD/h"))
        #expect(try command.run("idle", "--prices", "missing.csv").status == 65)
    }

    @Test("Row 12: hours left, or unknown")
    func deleted() throws {
        let command = Command(service: try FakeService(world: "deleted"))
        let table = try command.run("deleted").output
        for (name, hours) in [("old-a", "1 h"), ("old-b", "26 h"), ("old-c", "27 h"), ("old-d", "unknown")] {
            let line = table.split(separator: "\n").first { $0.hasPrefix(name) }
            #expect(line?.hasSuffix(hours) == true, "\(name)")
        }
    }

    @Test("A name that is not there ends with 66 and a hint; one found twice with 2 and the full ids")
    func names() throws {
        let command = Command(service: try FakeService(world: "three"))
        let missing = try command.run("show", "exp-on")
        #expect(missing.status == 66)
        #expect(missing.messages.contains("exp-one"))
        #expect(try command.run("show", "EXP-ONE").status == 0)
        #expect(try command.run("plan", "*", "-o", "p").status == 66)
    }

    @Test("Control characters of the service reach no terminal")
    func control() throws {
        let service = try FakeService(world: "three") { world in
            var accounts = world["accounts"] as? [[String: Any]] ?? []
            accounts[2]["kind"] = "Open\u{1B}[2JAI\u{202E}\u{9B}"
            world["accounts"] = accounts
        }
        for format in ["table", "json", "csv"] {
            let output = try Command(service: service).run("accounts", "--format", format).output
            #expect(!output.unicodeScalars.contains { [0x1B, 0x202E, 0x9B].contains($0.value) }, "\(format)")
        }
    }
}
