private import Foundation
private import Synchronization

/// Asks the program `az` for a token.
enum AzureCLI {
    /// A token for Azure Resource Manager.
    static func token(limitSeconds: Double) async throws(ARMError) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "az", "account", "get-access-token", "--resource", "https://management.azure.com/", "-o", "json",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw .noCredential(reason: "az cannot be started")
        }
        let alarm = Task {
            try? await Task.sleep(nanoseconds: UInt64(max(0, limitSeconds) * 1e9))
            // A child of a pool's thread has SIGTERM blocked.
            if !Task.isCancelled { kill(process.processIdentifier, SIGKILL) }
        }
        let data = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = try? output.fileHandleForReading.readToEnd()
                process.waitUntilExit()
                continuation.resume(returning: data ?? Data())
            }
        }
        alarm.cancel()
        guard process.terminationStatus == 0, let token = JSONNode(data)?["accessToken"].string else {
            throw .noCredential(reason: "az is not there, not signed in, or did not answer in time")
        }
        return token
    }
}
