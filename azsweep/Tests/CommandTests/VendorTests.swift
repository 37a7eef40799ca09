import Foundation
import KitTesting
import ServiceTesting
import Testing

@Suite("Row 16: the vendor's client library")
struct VendorTests {
    private static let python = ProcessInfo.processInfo.environment["AZSWEEP_VENDOR_PYTHON"]
    private static let package = FakeService.support.deletingLastPathComponent().deletingLastPathComponent()

    @Test(
        "Row 16: the vendor's client library lists, removes, recovers and purges the same",
        .enabled(
            if: python != nil,
            "SKIPPED: AZSWEEP_VENDOR_PYTHON names no Python with azure-mgmt-cognitiveservices; see Scripts/test"
        ))
    func vendor() throws {
        let script = Self.package.appendingPathComponent("Scripts/vendor_client.py").path
        let result = try CommandResult.run(
            URL(fileURLWithPath: Self.python ?? ""), [script, Command.executable.path], environment: [:],
            in: FileManager.default.temporaryDirectory)
        #expect(result.status == 0, "\(result.messages)")
        #expect(result.output.hasSuffix("vendor: equal\n"))
    }
}
