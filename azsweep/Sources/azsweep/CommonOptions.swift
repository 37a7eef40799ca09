internal import ARMClient
internal import ArgumentParser
internal import AzureModel
private import Foundation
private import Kit
internal import Sweep

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "Id or name of a subscription; default: all that are enabled.")
    var subscription: String?

    @Option(help: "Version of the Cognitive Services interface.")
    var apiVersion = ARMClient.defaultAPIVersion

    @Option(help: "No single answer is waited for longer than this.")
    var requestTimeout = Span(seconds: 30)

    @Flag(help: "Tell each request on standard error; never a token, never a query.")
    var verbose = false

    /// Reads AZSWEEP_NOW, or the clock.
    static func now() throws(SweepError) -> Timestamp {
        guard let text = ProcessInfo.processInfo.environment["AZSWEEP_NOW"], !text.isEmpty else {
            return systemTime()
        }
        guard let now = Timestamp(text) else {
            throw .badUsage(reason: "AZSWEEP_NOW: '\(text)' is not a time like 2026-06-01T00:00:00Z")
        }
        return now
    }

    private static func systemTime() -> Timestamp { Timestamp(seconds: Int(Date().timeIntervalSince1970)) }

    /// The time for each line of a journal.
    static func clock() throws(SweepError) -> @Sendable () -> Timestamp {
        let isFixed = !(ProcessInfo.processInfo.environment["AZSWEEP_NOW"] ?? "").isEmpty
        let now = try now()
        return { isFixed ? now : systemTime() }
    }

    /// A client for a command.
    ///
    /// - `timeout`: After this the command ends.
    /// - `allowsWrites`: Only with `--execute`.
    /// - `apiVersion`: A journal's; nil = the option's.
    func client(timeout: Span, allowsWrites: Bool, apiVersion: String? = nil) throws -> ARMClient {
        let environment = ProcessInfo.processInfo.environment
        let address = environment["AZSWEEP_ARM_ENDPOINT"].flatMap { $0.isEmpty ? nil : $0 }
        // A test that waits out a back-off of minutes would not be run.
        let scale =
            environment["AZSWEEP_TIME_SCALE"].flatMap(Double.init).map { min(1, max(0.0001, $0)) } ?? 1
        let pacer = Pacer(limitSeconds: Double(timeout.seconds), scale: scale)
        Interrupts.install(pacer, isExecuting: allowsWrites)
        let transport = URLSessionTransport()
        let isVerbose = verbose
        return ARMClient(
            endpoint: try Endpoint(address ?? Endpoint.publicCloud),
            apiVersion: apiVersion ?? self.apiVersion,
            transport: transport,
            tokens: TokenStore(source: CredentialSource(environment: environment), transport: transport),
            pacer: pacer, allowsWrites: allowsWrites, requestLimitSeconds: Double(requestTimeout.seconds),
            log: { line in if isVerbose { StandardStreams.say(Visible.text(line) + "\n") } })
    }
}

/// How long a command that only reads may take.
struct ReadTimeout: ParsableArguments {
    @Option(help: "The command ends after this.")
    var timeout = Span(seconds: 600)
}

/// What counts as idle.
struct IdleOptions: ParsableArguments {
    @Option(help: "Time over which use is looked at, in days; the service keeps 93.")
    var window = Span(seconds: 30 * 86_400)

    @Option(help: "Younger accounts are unknown.")
    var minAge = Span(seconds: 7 * 86_400)

    func validate() throws {
        guard let days = window.days, (1...93).contains(days) else {
            throw ValidationError("--window: '\(window)' is not 1d to 93d")
        }
    }

    /// Days of the window; ``validate()`` has seen to it that they are whole.
    var windowDays: Int { window.days ?? 30 }
}
