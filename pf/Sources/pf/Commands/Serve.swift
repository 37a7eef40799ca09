import ArgumentParser
import Foundation
import JSONText
import Kit
import Money
import Operations
import Store
import WebApp
import WebServer

/// `pf serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the page to this machine, the home network or a proxy with login.",
        discussion: """
            Example: pf serve
                     pf serve --auth lan --host 192.168.1.20
            Prints one JSON line with the link that lets a browser in; each answer is a line on stderr without names,
            amounts or tokens. Ctrl-C or SIGTERM ends it.

            local: this machine only; the link works once.
            lan: the address of --host; the link holds a token, of which pf keeps only the SHA-256.
            proxy: behind a proxy with login; PF_ALLOWED_USERS lists who may enter, PF_TRUSTED_PROXIES (CIDR) where
            the proxy's connections come from, unless pf listens on this machine or a socket (--host unix:PATH) only.
            """)

    /// Who may enter.
    enum Auth: String, CaseIterable, ExpressibleByArgument {
        case local, lan, proxy
    }

    @OptionGroup var common: CommonOptions
    @Option(help: "The address to listen on; unix:PATH for a socket.") var host: String?
    @Option(help: "The port; 0 = any free one.") var port: UInt16 = 8177
    @Option(help: "local, lan or proxy.") var auth: Auth = .local
    @Option(help: ArgumentHelp("With proxy: the header that names the user.", valueName: "name"))
    var userHeader: String = AccessMode.ProxyRules.defaultHeader
    @Flag(help: "With lan: make a new token; older links stop working.") var newToken = false
    @Option(help: "The day that the pages take for today; default today.") var asOf: CalendarDay?

    func run() async throws {
        try await common.run {
            let path = Surroundings.databasePath(common.database)
            let plan = try ServePlan(self, databasePath: path)
            ServePlan.warn(path)
            let app = WebApp(
                WebApp.Settings(
                    databasePath: path, searchPath: Surroundings.setting("PATH") ?? "", access: plan.access,
                    user: Surroundings.user, now: now, random: Surroundings.randomToken,
                    ynab: Surroundings.ynab))
            let server = WebServer(app: app, addresses: plan.addresses, log: Self.log)
            let common = common
            do {
                try await server.run { port in
                    let link = plan.link(app: app, port: port)
                    let line: [String: JSON] = [
                        "auth": .string(plan.name), "link": .string(link),
                        "port": port > 0 ? .int(port) : .null,
                        "status": .string("listening"),
                    ]
                    try? StandardStreams.printResult(common.text(.object(line)))
                    StandardStreams.say("pf: listening on \(plan.shownAddress(port: port)); Ctrl-C ends it\n")
                }
            } catch {
                throw Failure(
                    "serve.address",
                    "\(plan.shownAddress(port: Int(port))): cannot listen there (\(error)); "
                        + "choose another --port or --host", .badConfiguration)
            }
            StandardStreams.say("pf: ended\n")
            return Outcome(text: "")
        }
    }

    /// The clock, and the day of `--as-of` in place of today.
    private var now: @Sendable () -> Moment {
        guard let asOf else { return Surroundings.now }
        return { Moment(seconds: Surroundings.now().seconds, day: asOf) }
    }

    /// A line for an answer: when, which route, status, time.
    @Sendable private static func log(_ line: String) {
        StandardStreams.say("\(Surroundings.now().text) \(line)\n")
    }
}
