import AzureModel
import Testing

@Suite("Plans")
struct PlanBuilderTests {
    private static let root =
        "/subscriptions/S/resourceGroups/G/providers/Microsoft.CognitiveServices/accounts/"

    private static func id(_ text: String) throws -> ResourceID { try #require(ResourceID(root + text)) }

    /// An account with counts of projects, hosts of each project and hosts of its own.
    private static func reading(_ name: String, _ projects: Int, _ hosts: Int, _ own: Int) throws
        -> AccountReading
    {
        let account = Account(id: try id(name), kind: "AIServices", location: "x")
        var reading = AccountReading(account: account, askedAt: Timestamp(seconds: 0))
        reading.projects = .read(
            try (0..<projects).map { Project(id: try id("\(name)/projects/p\($0)"), isDefault: $0 == 0) })
        var all = try (0..<own).map { CapabilityHost(id: try id("\(name)/capabilityHosts/h\($0)")) }
        for project in 0..<projects {
            all += try (0..<hosts).map {
                CapabilityHost(id: try id("\(name)/projects/p\(project)/capabilityHosts/h\($0)"))
            }
        }
        reading.hosts = .read(all)
        reading.deployments = .read([
            Deployment(id: try id("\(name)/deployments/a"), sku: "Standard"),
            Deployment(id: try id("\(name)/deployments/z"), sku: "ProvisionedManaged"),
        ])
        return reading
    }

    @Test("No parent goes before its children, in all worlds of up to 3 accounts, 3 projects and 2 hosts")
    func everySmallWorld() throws {
        for accounts in 1...3 {
            for projects in 0...3 {
                for hosts in 0...2 {
                    let readings = try (0..<accounts).map {
                        try Self.reading("a\($0)", projects, hosts, hosts)
                    }
                    let group = try #require(ResourceID("/subscriptions/S/resourceGroups/G"))
                    let steps = PlanBuilder.steps(for: readings, groups: [group])
                    #expect(steps.count == accounts * (1 + 2 + projects + projects * hosts + hosts) + 1)
                    var gone: Set<ResourceID> = []
                    for step in steps {
                        #expect(!gone.contains { step.id != $0 && $0 != group && step.id.isWithin($0) })
                        #expect(step.after.allSatisfy { $0 < step.number })
                        gone.insert(step.id)
                    }
                    #expect(steps == PlanBuilder.steps(for: readings.reversed(), groups: [group]))
                }
            }
        }
    }

    @Test("The default project is the last one, deployments that bill are the first")
    func order() throws {
        let names = PlanBuilder.orderedChildren(of: try Self.reading("a", 2, 0, 0)).map(\.name)
        #expect(names == ["p1", "p0", "z", "a"])
    }

    @Test("A refusal names nested ids in both forms; those of others do not count")
    func nested() throws {
        let account = try Self.id("Exp")
        let message = """
            Cannot delete resource while nested resources exist. Some existing nested resource IDs include: \
            'Microsoft.CognitiveServices/accounts/exp/projects/one', \
            '\(Self.root)EXP/projects/two/capabilityHosts/h'. \
            'Microsoft.CognitiveServices/accounts/other/projects/x', \
            '/subscriptions/OTHER/resourceGroups/G/providers/Microsoft.CognitiveServices/accounts/exp/projects/y', \
            'Microsoft.CognitiveServices/accounts/exp/projects/one'. Please delete all nested resources.
            """
        let ids = NestedResources.ids(in: message, of: account)
        #expect(try ids == [Self.id("exp/projects/one"), Self.id("exp/projects/two/capabilityHosts/h")])
        #expect(NestedResources.ids(in: "no ids", of: account).isEmpty)
    }

    @Test("Every difference to the plan is told")
    func drift() throws {
        let reading = try Self.reading("a", 1, 0, 0)
        let judgement = Judgement(of: reading, now: Timestamp(seconds: 0), minAgeSeconds: 0)
        let same = PlannedAccount(
            id: reading.account.id, etag: "", verdict: judgement.verdict, children: reading.childIDs)
        #expect(PlanBuilder.drift(of: same, reading: reading, judgement: judgement).isEmpty)
        let other = PlannedAccount(id: reading.account.id, etag: "x", verdict: .idle, children: [])
        #expect(PlanBuilder.drift(of: other, reading: reading, judgement: judgement).count == 5)
        #expect(PlanBuilder.drift(of: same, reading: nil, judgement: nil).count == 1)
    }
}
