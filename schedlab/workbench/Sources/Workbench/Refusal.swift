private import Kit

/// Why a request is not answered: shown in the page where it happened.
public struct Refusal: Error, Equatable, Sendable {
    /// Code of HTTP.
    public var status: Int
    /// Short name that stays the same, for programs.
    public var code: String
    /// What is wrong.
    public var message: String
    /// What to do.
    public var hint: String

    static func unauthorized() -> Refusal {
        Refusal(
            status: 401, code: "token", message: "the token is missing or not this server's",
            hint: "open the address that schedlab serve printed; a server that was started anew has a new one"
        )
    }

    static func foreign(_ what: String) -> Refusal {
        Refusal(
            status: 403, code: "foreign", message: "\(what) is not this server's",
            hint: "open it by the address that schedlab serve printed")
    }

    static func unknown(_ what: String) -> Refusal {
        Refusal(
            status: 404, code: "unknown", message: "there is no \(what)",
            hint: "reload the list of runs: it may have been moved or deleted")
    }

    static func bad(_ message: String, hint: String) -> Refusal {
        Refusal(status: 400, code: "request", message: message, hint: hint)
    }

    static func changed() -> Refusal {
        Refusal(
            status: 412, code: "changed", message: "the record is another one than this page began to read",
            hint: "reload the page: the run goes on, or was made anew")
    }

    /// As JSON.
    var response: Response {
        let json = JSONValue.object([
            ("code", .string(code)), ("message", .string(message)), ("hint", .string(hint)),
        ])
        return Response(
            status: status, headers: [("Content-Type", "application/json"), ("Cache-Control", "no-store")],
            body: .bytes(Array(json.oneLine.utf8)))
    }
}
