import AzureModel
import Testing

@Suite("Ids and times")
struct ResourceIDTests {
    private let text =
        "/subscriptions/S/resourceGroups/G/providers/Microsoft.CognitiveServices/accounts/A/projects/P"

    @Test("An id is equal in any case and keeps its spelling")
    func anyCase() throws {
        let id = try #require(ResourceID(text))
        for spelling in [text.lowercased(), text.uppercased()] {
            let other = try #require(ResourceID(spelling))
            #expect(other == id)
            #expect(other.text == spelling)
            #expect(Set([id, other]).count == 1)
        }
        #expect(id.name == "P")
        #expect(id.account?.name == "A")
        #expect(id.groupID?.text == "/subscriptions/S/resourceGroups/G")
    }

    @Test("Whole segments decide what lies within what")
    func within() throws {
        let group = try #require(ResourceID("/subscriptions/S/resourceGroups/ex"))
        let other = try #require(ResourceID("/subscriptions/S/resourceGroups/exp/providers/X/y/z"))
        #expect(!other.isWithin(group))
        #expect(try other.isWithin(#require(ResourceID("/SUBSCRIPTIONS/s/resourcegroups/EXP"))))
    }

    @Test(
        "What could lead a request elsewhere is no id",
        arguments: [
            "", "/", "subscriptions/S", "/subscriptions", "/subscriptions/S/resourceGroups",
            "/subscriptions//x/y",
            "/subscriptions/../x/y", "/subscriptions/S?x=1", "/subscriptions/S#", "/subscriptions/S%2e",
            "/subscriptions/S\n", "/tenants/S",
        ])
    func refused(text: String) {
        #expect(ResourceID(text) == nil)
    }

    @Test("Times are read as the service writes them, and written alike")
    func times() {
        #expect(Timestamp("2026-06-01T00:00:00.0000000Z")?.description == "2026-06-01T00:00:00Z")
        #expect(Timestamp("2026-06-01T02:00:00+02:00")?.description == "2026-06-01T00:00:00Z")
        #expect(Timestamp("2024-02-29T23:59:59Z")?.description == "2024-02-29T23:59:59Z")
        for days in stride(from: -800_000, through: 800_000, by: 977) {
            let time = Timestamp(seconds: days * 86_400 / 20 + 12_345)
            #expect(Timestamp(time.description) == time)
        }
        for text in ["", "2026-06-01", "2026-13-01T00:00:00Z", "2026-06-01T00:00:00", "2026-06-01T25:00:00Z"]
        {
            #expect(Timestamp(text) == nil)
        }
    }
}
