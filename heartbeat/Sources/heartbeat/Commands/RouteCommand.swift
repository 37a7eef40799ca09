internal import ArgumentParser
private import Delivery
private import Foundation
private import Gateway
private import Kit
private import Settings

/// Commands about routes.
struct RouteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route", abstract: "Try a route.", discussion: "Example: heartbeat route test me",
        subcommands: [Test.self])

    /// One message on a route.
    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "test", abstract: "Send a test message on a route, beside the ledger.",
            discussion: """
                Ends with 0 when the message was taken, and, where the route asks for a delivery that it can tell \
                of, delivered; with 1 when it was refused or its delivery is not told in time; with 69 when nobody answers.

                Example: heartbeat route test me
                """)

        @Argument(help: "The route.")
        var name: String
        @OptionGroup var files: FileOptions
        @Option(help: "How long to wait for the delivery.")
        var wait = PeriodArgument(seconds: 20)

        func run() async throws {
            let settings = try files.settings()
            guard let route = settings.routes.first(where: { $0.name == name }) else {
                throw CommandError(.notFound, "\(settings.path): no route '\(name)'")
            }
            let result = try await RouteTrial.run(
                route, folder: settings.workspace, environment: ProcessInfo.processInfo.environment,
                waitSeconds: wait.seconds)
            switch result {
            case .proved(let level): try StandardStreams.printResult("route '\(name)': \(level)\n")
            case .unproved(let reason): throw CommandError(.alarmOpen, "route '\(name)': \(reason)")
            case .unreachable(let reason): throw CommandError(.unreachable, "route '\(name)': \(reason)")
            }
        }
    }
}
