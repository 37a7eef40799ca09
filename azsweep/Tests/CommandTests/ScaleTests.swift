import Foundation
import KitTesting
import ServiceTesting
import Testing

/// Alone in its run (Scripts/test): beside other tests its time would mean nothing.
@Suite("Row 14: many accounts")
struct ScaleTests {
    /// The contract's bars.
    private static let limitSeconds = 10.0
    private static let limitKilobytes = 120 * 1_024

    @Test("Row 14: 1,000 accounts with 9,500 resources in under 10 s and 120 MB")
    func thousand() throws {
        let accounts: [[String: Any]] = (0..<1_000).map { index in
            [
                "name": "acc-\(index)", "group": "g\(index % 50)", "location": "eastus2",
                "kind": "AIServices",
                "projects": (0..<4).map { ["name": "p\($0)"] },
                "deployments": (0..<4).map { ["name": "d\($0)"] },
                "capabilityHosts": index % 2 == 0 ? [] : [["name": "h"]],
            ]
        }
        let world: [String: Any] = ["pageSize": 200, "token": "test-token", "accounts": accounts]
        let command = Command(service: try FakeService(json: JSONSerialization.data(withJSONObject: world)))
        let measure = """
            import resource, subprocess, sys
            code = subprocess.run(sys.argv[1:], stdout=open("rows.json", "w")).returncode
            print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            """
        let start = Date()
        let result = try CommandResult.run(
            URL(fileURLWithPath: "/usr/bin/env"),
            ["python3", "-c", measure, Command.executable.path, "accounts", "--format", "json"],
            environment: command.environment, in: command.service.folder)
        let seconds = Date().timeIntervalSince(start)
        let figures = result.output.split(separator: " ").compactMap { Int($0.filter(\.isNumber)) }
        #expect(figures.first == 0)
        #expect(seconds < Self.limitSeconds)
        #expect((figures.last ?? .max) < Self.limitKilobytes)
        let data = try Data(contentsOf: URL(fileURLWithPath: command.service.file("rows.json")))
        let rows = try JSONSerialization.jsonObject(with: data) as? [[String: Any]] ?? []
        let children = rows.reduce(0) { sum, row in
            sum
                + ["deployments", "projects", "capabilityHosts"].reduce(1) {
                    $0 + ((row[$1] as? [Any])?.count ?? 0)
                }
        }
        #expect(children == 9_500)
    }
}
