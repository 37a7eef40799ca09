import Kit
import Synchronization

/// Decides who may ask what.
final class AccessGate: Sendable {
    private let mode: AccessMode
    private let user: String
    private let random: @Sendable () -> String
    private let state: Mutex<State>

    /// The cookie that a link sets.
    static let cookie = "pf_session"
    /// The header that a page of ours sends when it writes.
    static let pageTokenHeader = "x-pf-token"
    /// Where a link leads.
    static let linkPath = "/open"

    private struct State {
        var linkDigest: String?
        var sessionDigests: [String] = []
        var tries = TryLimiter()
        let proxySecret: String
    }

    /// A gate.
    ///
    /// - Parameters:
    ///   - mode: Who may enter.
    ///   - link: The secret of the one-time link of `local`.
    ///   - user: Name for the audit where no proxy says one.
    ///   - random: 128 random bits in hexadecimal.
    init(_ mode: AccessMode, link: String, user: String, random: @escaping @Sendable () -> String) {
        self.mode = mode
        self.user = user
        self.random = random
        state = Mutex(State(linkDigest: Self.digest(link), proxySecret: random()))
    }

    /// The session of a request, or why there is none.
    func session(_ request: WebRequest, now seconds: Int) throws(WebError) -> Session {
        switch mode {
        case .local:
            try requireLocalHost(request)
            guard let cookie = request.cookie(Self.cookie),
                state.withLock({ $0.sessionDigests.contains(Self.digest(cookie)) })
            else { throw Self.noSession }
            return session(secret: cookie, user: user)
        case .lan(let digest):
            try requireNoLock(request, seconds)
            guard let cookie = request.cookie(Self.cookie) else { throw Self.noSession }
            guard Self.isEqual(Self.digest(cookie), digest) else {
                countTry(request, seconds)
                throw Self.noSession
            }
            return session(secret: cookie, user: user)
        case .proxy(let rules): return try proxySession(request, rules)
        }
    }

    /// The answer to a link: a cookie and the first page.
    func open(_ request: WebRequest, now seconds: Int) throws(WebError) -> WebResponse {
        let token = request.parameter("token") ?? ""
        switch mode {
        case .local:
            try requireLocalHost(request)
            let secret = random()
            let isRight = state.withLock { state in
                guard let digest = state.linkDigest, Self.isEqual(digest, Self.digest(token)) else {
                    return false
                }
                state.linkDigest = nil
                state.sessionDigests = (state.sessionDigests + [Self.digest(secret)]).suffix(
                    WebLimits.sessions)
                return true
            }
            guard isRight else {
                throw WebError(
                    401, "access.link",
                    "this link was used before or is wrong; start `pf serve` again for a new one")
            }
            return Self.entrance(secret)
        case .lan(let digest):
            try requireNoLock(request, seconds)
            guard Self.isEqual(Self.digest(token), digest) else {
                countTry(request, seconds)
                throw WebError(
                    401, "access.link",
                    "this link is wrong; `pf serve --auth lan --new-token` makes a new one")
            }
            return Self.entrance(token)
        case .proxy:
            throw WebError(404, "notFound", "there is nothing here")
        }
    }

    /// Refuses a writing request that a page of ours did not send.
    func requireOwnPage(_ request: WebRequest, _ session: Session) throws(WebError) {
        let forms = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"]
        if let type = request.mediaType, forms.contains(type) { throw Self.wrongType }
        guard let host = request.header("host"), let origin = request.header("origin"),
            ["http://\(host)", "https://\(host)"].contains(origin)
        else {
            throw WebError(403, "access.origin", "the request comes from another page; nothing was changed")
        }
        guard let token = request.header(Self.pageTokenHeader), Self.isEqual(token, session.pageToken) else {
            throw WebError(
                403, "access.pageToken", "the page is out of date; load it again; nothing was changed")
        }
    }

    static let wrongType = WebError(
        415, "contentType", "expected Content-Type application/json, or application/pdf for a document")
    private static let noSession = WebError(
        401, "access.session", "open the link that `pf serve` printed; it lets this browser in")

    private static func entrance(_ secret: String) -> WebResponse {
        WebResponse.redirect("/flow").with(
            "Set-Cookie", "\(cookie)=\(secret); Path=/; HttpOnly; SameSite=Strict")
    }

    private func session(secret: String, user: String) -> Session {
        Session(user: user, pageToken: Self.digest("pf page \(secret)"))
    }

    private func requireLocalHost(_ request: WebRequest) throws(WebError) {
        let host = request.header("host") ?? ""
        let name =
            host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        guard ["localhost", "127.0.0.1", "[::1]"].contains(name.lowercased()) else {
            throw WebError(403, "access.host", "expected the address localhost, 127.0.0.1 or [::1]")
        }
    }

    private func requireNoLock(_ request: WebRequest, _ seconds: Int) throws(WebError) {
        guard let wait = state.withLock({ $0.tries.waitSeconds(request.peer, now: seconds) }) else { return }
        throw WebError(
            429, "access.tries", "too many wrong links from this address; try again later",
            retryAfterSeconds: wait)
    }

    private func countTry(_ request: WebRequest, _ seconds: Int) {
        state.withLock { $0.tries.count(request.peer, now: seconds) }
    }

    private func proxySession(_ request: WebRequest, _ rules: AccessMode.ProxyRules) throws(WebError)
        -> Session
    {
        let isTrusted =
            rules.trusted.isEmpty
            ? request.peer == "unix" || AddressRange.isLoopback(request.peer)
            : request.peer == "unix" || rules.trusted.contains { $0.contains(request.peer) }
        guard isTrusted else {
            throw WebError(403, "access.peer", "the connection does not come from a trusted proxy")
        }
        let names = request.values(rules.header)
        guard let name = names.first, !name.isEmpty else {
            throw WebError(401, "access.user", "the proxy named no user; log in there")
        }
        // A proxy that joins doubled headers writes a comma.
        guard names.count == 1, !name.contains(",") else {
            throw WebError(400, "access.user", "the request names more than one user")
        }
        guard rules.allowed.contains(name.lowercased()) else {
            throw WebError(403, "access.user", "this user is not in PF_ALLOWED_USERS")
        }
        return session(secret: state.withLock(\.proxySecret) + name.lowercased(), user: name)
    }

    /// What is kept of a secret.
    static func digest(_ text: String) -> String { SHA256.hexDigest(Array(text.utf8)) }

    /// Compares without telling by its time where two texts begin to differ.
    private static func isEqual(_ a: String, _ b: String) -> Bool {
        let (a, b) = (Array(a.utf8), Array(b.utf8))
        guard a.count == b.count else { return false }
        return zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
