/// Why a request did not give an answer that can be used.
package enum ARMError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The endpoint's address cannot be used.
    case badEndpoint(text: String, reason: String)
    /// A write was asked for without leave; nothing was sent.
    case writeNotAllowed(method: String, path: String)
    /// The service pointed to another host; nothing was sent there.
    case foreignURL(host: String, endpoint: String)
    /// No connection.
    case unreachable(path: String, reason: String)
    /// The connection ended before the answer; a write may have had its effect.
    case effectUnknown(path: String, reason: String)
    /// The service asks to wait for longer than there is time.
    case throttled(path: String, seconds: Int)
    /// Time ran out.
    case deadlinePassed(path: String)
    /// The user asked to stop.
    case interrupted
    /// The service refused.
    case refused(status: Int, code: String, message: String, path: String)
    /// An answer that is not what the service answers.
    case malformed(path: String, reason: String)
    /// There is no credential.
    case noCredential(reason: String)

    /// What happened, and what to do.
    package var description: String {
        switch self {
        case .badEndpoint(let text, let reason):
            "AZSWEEP_ARM_ENDPOINT: '\(text)' \(reason)"
        case .writeNotAllowed(let method, let path):
            "\(method) \(path): not sent, because --execute was not given"
        case .foreignURL(let host, let endpoint):
            "the service points to '\(host)', which is not \(endpoint); no token was sent there"
        case .unreachable(let path, let reason): "\(path): no connection: \(reason)"
        case .effectUnknown(let path, let reason): "\(path): no answer: \(reason)"
        case .throttled(let path, let seconds):
            "\(path): the service asks to wait for \(seconds) s, longer than there is time; see --timeout"
        case .deadlinePassed(let path): "\(path): time ran out; see --timeout"
        case .interrupted: "interrupted"
        case .refused(let status, let code, let message, let path):
            "\(path): HTTP \(status) \(code): \(message)"
        case .malformed(let path, let reason): "\(path): \(reason)"
        case .noCredential(let reason):
            "no credential: \(reason); set AZSWEEP_TOKEN, or AZURE_TENANT_ID, AZURE_CLIENT_ID and "
                + "AZURE_CLIENT_SECRET, or sign in with 'az login'"
        }
    }
}
