/// Who may ask: only pages of this server, under its own name, with its token.
struct Guard: Sendable {
    /// 128 random bits as hexadecimal digits.
    let token: String
    /// Where the server listens.
    let port: Int

    static let tokenHeader = "x-schedlab-token"
    /// Checks what every request must fulfil.
    ///
    /// - Throws: ``Refusal``.
    func check(_ request: Request) throws(Refusal) {
        let hosts = ["127.0.0.1:\(port)", "localhost:\(port)"]
        // A name that an attacker's page has pointed at this machine is not ours.
        guard let host = request.headers["host"], hosts.contains(host.lowercased()) else {
            throw .foreign("the host \(request.headers["host"] ?? "(none)")")
        }
        if let origin = request.headers["origin"],
            !hosts.contains(where: { "http://\($0)" == origin.lowercased() })
        {
            throw .foreign("the origin \(origin)")
        }
        guard !Self.announcesBody(request) else {
            throw Refusal(
                status: 413, code: "body", message: "the request has a body",
                hint: "this server only reads: send none")
        }
        guard ["GET", "HEAD"].contains(request.method) else {
            throw Refusal(
                status: 405, code: "method", message: "\(request.method) is not answered",
                hint: "this server only reads: GET")
        }
    }

    /// Whether a request says that something follows its head.
    static func announcesBody(_ request: Request) -> Bool {
        let length = request.headers["content-length"] ?? "0"
        return length.isEmpty || length.contains { $0 != "0" } || request.headers["transfer-encoding"] != nil
    }

    /// Checks the token, in a time that does not tell how much of it is right.
    ///
    /// - Throws: ``Refusal``.
    func checkToken(_ request: Request) throws(Refusal) {
        let given = Array((request.headers[Self.tokenHeader] ?? "").utf8)
        let own = Array(token.utf8)
        var difference = UInt8(given.count == own.count ? 0 : 1)
        for (index, byte) in own.enumerated() {
            difference |= byte ^ (index < given.count ? given[index] : 0)
        }
        guard difference == 0 else { throw .unauthorized() }
    }

    /// A token from a source of random bits.
    static func newToken(using random: inout some RandomNumberGenerator) -> String {
        (0..<2).map { _ in
            let digits = String(UInt64.random(in: 0 ... .max, using: &random), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
