/// Why YNAB did not answer as asked.
public enum YnabError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No token.
    case noToken
    /// A token file that others can read.
    case tokenReadable(path: String)
    /// An address that pf does not talk to.
    case badBase(String)
    /// 401, 403.
    case refused(status: Int, detail: String)
    /// 404 with id 404.2.
    case noResource(resource: String, setting: String)
    /// 429.
    case rateLimited
    /// No answer after all tries.
    case unavailable(reason: String)
    /// Any other status.
    case unexpected(status: Int, detail: String)
    /// A body that is not what it should be.
    case malformed(String)

    /// Where, what was found, what was expected, what to do.
    public var description: String {
        switch self {
        case .noToken:
            "YNAB: no token; set PF_YNAB_TOKEN, or PF_YNAB_TOKEN_FILE to a file that only you can read"
        case .tokenReadable(let path): "\(path): others can read the token; `chmod 600 \(path)`"
        case .badBase(let base): "PF_YNAB_BASE: \"\(base)\" is no https address; plain http only to 127.0.0.1"
        case .refused(let status, let detail):
            "YNAB: status \(status) (\(detail)); the token is wrong, expired or not allowed; make a new one at YNAB"
        case .noResource(let resource, let setting):
            "YNAB: it does not know \"\(resource)\" (404.2); older servers say \"budgets\": set \(setting)=budgets"
        case .rateLimited: "YNAB: status 429, too many requests in an hour; try again later"
        case .unavailable(let reason):
            "YNAB: no answer, also after three more tries (\(reason)); try again later"
        case .unexpected(let status, let detail): "YNAB: status \(status) (\(detail)); expected 200"
        case .malformed(let reason): "YNAB: \(reason)"
        }
    }
}
