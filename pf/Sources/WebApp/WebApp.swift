package import Operations
import Synchronization
package import YnabClient

/// The page and its endpoints: a request goes in, an answer comes out; no HTTP library, no clock of its own.
package final class WebApp: Sendable {
    /// What the app is told by whoever starts it.
    package struct Settings: Sendable {
        /// The database.
        package var databasePath: String
        /// Folders with programs, as in `PATH`.
        package var searchPath: String
        /// Who may enter.
        package var access: AccessMode
        /// Name for the audit where no proxy says one.
        package var user: String
        /// The clock.
        package var now: @Sendable () -> Moment
        /// 128 random bits in hexadecimal.
        package var random: @Sendable () -> String
        /// How to reach YNAB.
        package var ynab: @Sendable () throws -> YnabClient.Settings

        /// Settings.
        package init(
            databasePath: String, searchPath: String, access: AccessMode, user: String,
            now: @escaping @Sendable () -> Moment, random: @escaping @Sendable () -> String,
            ynab: @escaping @Sendable () throws -> YnabClient.Settings
        ) {
            self.databasePath = databasePath
            self.searchPath = searchPath
            self.access = access
            self.user = user
            self.now = now
            self.random = random
            self.ynab = ynab
        }
    }

    let settings: Settings
    let shelf = PictureShelf()
    let syncGuard = SyncGuard()
    private let gate: AccessGate
    private let uploads = Mutex(
        RateLimiter(limit: WebLimits.uploadsPerMinute, spanSeconds: 60))

    /// The path and query of the link that lets the first browser in under `local`.
    package let link: String

    /// An app.
    package init(_ settings: Settings) {
        self.settings = settings
        let secret = settings.random()
        link = "\(AccessGate.linkPath)?token=\(secret)"
        gate = AccessGate(settings.access, link: secret, user: settings.user, random: settings.random)
    }

    /// The path and query of the link for a token of `lan`.
    package static func lanLink(token: String) -> String { "\(AccessGate.linkPath)?token=\(token)" }

    /// SHA-256 of a token, as the file `lan-token` holds it.
    package static func digest(ofToken token: String) -> String { AccessGate.digest(token) }

    /// What is known about a request before its body is read.
    package struct Admission: Sendable {
        /// For the log: the route with its names in place of values, never what was asked.
        package var routeName: String
        /// Longest body that is read, in bytes.
        package var bodyBytes: Int
        /// An answer that needs no body; nil = go on.
        package var answer: WebResponse?
        let route: Route.Match?
        let session: Session?
    }

    /// Looks at the head of a request: whether the route is there, the asker may enter, and a page of ours writes.
    package func admit(_ request: WebRequest) -> Admission {
        let match = Route.match(request)
        let name = match?.route.name ?? "(no such page)"
        func refused(_ error: WebError) -> Admission {
            Admission(
                routeName: name, bodyBytes: 0, answer: finish(Pages.error(error, request)), route: match,
                session: nil)
        }
        do throws(WebError) {
            // Whoever doubles one of these wants two readers to see two different requests.
            for header in [
                "host", "origin", "cookie", "content-type", "if-match", AccessGate.pageTokenHeader,
            ]
            where request.values(header).count > 1 {
                throw WebError(400, "header", "the header \(header) stands there more than once")
            }
            if match?.route.isOpen ?? false {
                return Admission(routeName: name, bodyBytes: 0, answer: nil, route: match, session: nil)
            }
            let session = try gate.session(request, now: settings.now().seconds)
            guard let match else {
                throw Route.isKnown(request)
                    ? WebError(405, "method", "this address does not know the method \(request.method)")
                    : WebError(404, "notFound", "there is nothing here")
            }
            if match.route.method != "GET" {
                try gate.requireOwnPage(request, session)
                guard match.route.mediaTypes.contains(request.mediaType ?? "") else {
                    throw AccessGate.wrongType
                }
            }
            return Admission(
                routeName: name, bodyBytes: match.route.bodyBytes, answer: nil, route: match, session: session
            )
        } catch { return refused(error) }
    }

    /// Answers an admitted request whose body was read.
    package func respond(_ request: WebRequest, _ admission: Admission) async -> WebResponse {
        if let answer = admission.answer { return answer }
        guard let match = admission.route else { return finish(WebResponse(status: 404)) }
        do {
            guard request.body.count <= max(admission.bodyBytes, 0) else { throw Self.tooLarge }
            if match.route.isOpen { return finish(try opened(match.route, request)) }
            guard let session = admission.session else { return finish(WebResponse(status: 401)) }
            let call = Call(app: self, request: request, session: session, values: match.values)
            return finish(try await match.route.handler(call))
        } catch { return finish(Pages.error(WebError(error), request)) }
    }

    /// Admits and answers a request whose body is there.
    package func respond(_ request: WebRequest) async -> WebResponse {
        await respond(request, admit(request))
    }

    /// The answer to a body that is longer than the route reads.
    package func tooLarge(_ request: WebRequest) -> WebResponse {
        finish(Pages.error(Self.tooLarge, request))
    }

    private static let tooLarge = WebError(
        413, "tooLarge", "the body is larger than expected; a PDF may have \(WebLimits.uploadBytes >> 20) MiB"
    )

    private func opened(_ route: Route, _ request: WebRequest) throws -> WebResponse {
        if request.path == AccessGate.linkPath { return try gate.open(request, now: settings.now().seconds) }
        return .text("ok\n", type: "text/plain")
    }

    /// Refuses an upload when there were too many.
    func requireUpload() throws(WebError) {
        let now = settings.now().seconds
        guard let wait = uploads.withLock({ $0.take(now: now) }) else { return }
        throw WebError(
            429, "uploads",
            "\(WebLimits.uploadsPerMinute) uploads in a minute are the most; try again in \(wait) s",
            retryAfterSeconds: wait)
    }

    /// Adds what every answer has.
    private func finish(_ response: WebResponse) -> WebResponse {
        var response = response
        response.headers += [
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            (
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
            ),
        ]
        return response
    }
}

/// A request on its way through a handler.
struct Call {
    let app: WebApp
    let request: WebRequest
    let session: Session
    /// Values of the placeholders in the route, in order.
    let values: [String]

    var path: String { app.settings.databasePath }
    var now: Moment { app.settings.now() }
}

/// Keeps two fetches from YNAB from running at once, and counts them.
final class SyncGuard: Sendable {
    private struct State {
        var isRunning = false
        var limiter = RateLimiter(limit: WebLimits.syncsPerHour, spanSeconds: 3600)
    }

    private let state = Mutex(State())

    /// Runs a fetch, or says why not.
    func run<Result>(now seconds: Int, _ body: () async throws -> Result) async throws -> Result {
        try state.withLock { state throws(WebError) in
            guard !state.isRunning else {
                throw WebError(409, "ynab.running", "a fetch from YNAB is running; wait for its end")
            }
            if let wait = state.limiter.take(now: seconds) {
                throw WebError(
                    429, "ynab.syncs",
                    "\(WebLimits.syncsPerHour) fetches in an hour are the most; try again in \(wait) s",
                    retryAfterSeconds: wait)
            }
            state.isRunning = true
        }
        defer { state.withLock { $0.isRunning = false } }
        return try await body()
    }
}
