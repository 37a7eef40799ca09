private import Foundation
public import Money
public import Ynab

#if canImport(FoundationNetworking)
    private import FoundationNetworking
#endif

/// Asks YNAB; never writes there.
public struct YnabClient: Sendable {
    /// How to reach YNAB.
    public struct Settings: Sendable {
        /// Address of the API.
        public var base: String
        /// `plans`, on older servers `budgets`.
        public var resource: String
        /// Sent in the header `Authorization` only.
        public var token: String
        /// Seconds to wait before the second and third try.
        public var retrySeconds: [Double]

        /// The setting that names the resource.
        public static let resourceSetting = "PF_YNAB_RESOURCE"
        /// Where YNAB answers.
        public static let defaultBase = "https://api.ynab.com/v1"

        /// How to reach YNAB.
        ///
        /// - Throws: ``YnabError/badBase(_:)``.
        public init(
            base: String, resource: String, token: String, retrySeconds: [Double] = [1, 2, 4]
        ) throws(YnabError) {
            guard let url = URL(string: base), let host = url.host,
                url.scheme == "https" || (url.scheme == "http" && host == "127.0.0.1")
            else { throw .badBase(base) }
            self.base = base
            self.resource = resource
            self.token = token
            self.retrySeconds = retrySeconds
        }
    }

    private let settings: Settings
    /// Called before each request leaves; throws when it may not.
    private let willSend: @Sendable () throws -> Void

    /// Seconds to wait for an answer.
    private static let timeoutSeconds = 30.0
    /// Longest answer that is read.
    private static let bodyByteLimit = 256 << 20

    /// A client.
    ///
    /// - Parameters:
    ///   - settings: How to reach YNAB.
    ///   - willSend: Counts a request before it leaves.
    public init(settings: Settings, willSend: @escaping @Sendable () throws -> Void) {
        self.settings = settings
        self.willSend = willSend
    }

    /// The plans.
    public func plans() async throws -> [YnabBodies.Plan] {
        try await parse(get("/\(settings.resource)", [:]), YnabBodies.plans)
    }

    /// Accounts, all or what changed.
    public func accounts(plan: String, knowledge: Int?) async throws -> YnabBodies.Page<YnabMirror.Account> {
        try await parse(get(path(plan, "accounts"), query(knowledge)), YnabBodies.accounts)
    }

    /// Groups and categories, all or what changed.
    public func groups(
        plan: String, knowledge: Int?
    ) async throws -> (groups: YnabBodies.Page<YnabMirror.Group>, categories: [YnabMirror.Category]) {
        try await parse(get(path(plan, "categories"), query(knowledge)), YnabBodies.groups)
    }

    /// Transactions since a day, all or what changed; without the day the server silently keeps to one year.
    public func transactions(
        plan: String, since: CalendarDay, knowledge: Int?
    ) async throws -> YnabBodies.Page<YnabMirror.Transaction> {
        var query = query(knowledge)
        query["since_date"] = since.description
        return try await parse(get(path(plan, "transactions"), query), YnabBodies.transactions)
    }

    private func query(_ knowledge: Int?) -> [String: String] {
        knowledge.map { ["last_knowledge_of_server": String($0)] } ?? [:]
    }

    private func path(_ plan: String, _ what: String) -> String {
        let id = plan.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(["-", "_"])) ?? plan
        return "/\(settings.resource)/\(id)/\(what)"
    }

    private func parse<Result>(
        _ body: [UInt8], _ read: ([UInt8]) throws(YnabBodies.Malformed) -> Result
    ) throws -> Result {
        do { return try read(body) } catch { throw YnabError.malformed(error.description) }
    }

    private func get(_ path: String, _ query: [String: String]) async throws -> [UInt8] {
        guard var components = URLComponents(string: settings.base + path) else {
            throw YnabError.badBase(settings.base)
        }
        if !query.isEmpty {
            components.queryItems = query.sorted { $0.key < $1.key }.map {
                URLQueryItem(name: $0.key, value: $0.value)
            }
        }
        guard let url = components.url else { throw YnabError.badBase(settings.base) }
        var request = URLRequest(url: url, timeoutInterval: Self.timeoutSeconds)
        request.setValue("Bearer \(settings.token)", forHTTPHeaderField: "Authorization")
        request.setValue("application/json", forHTTPHeaderField: "Accept")
        var reason = "no try"
        for delay in [0] + settings.retrySeconds {
            if delay > 0 { try await Task.sleep(for: .seconds(delay)) }
            try willSend()
            switch try await send(request) {
            case .body(let body): return body
            case .again(let why): reason = why
            }
        }
        throw YnabError.unavailable(reason: reason)
    }

    private enum Answer {
        case body([UInt8])
        case again(String)
    }

    private func send(_ request: URLRequest) async throws -> Answer {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        let session = URLSession(configuration: configuration)
        defer { session.finishTasksAndInvalidate() }
        let data: Data
        let response: URLResponse
        do { (data, response) = try await session.data(for: request) } catch {
            return .again((error as? URLError).map { "network error \($0.code.rawValue)" } ?? "network error")
        }
        guard let status = (response as? HTTPURLResponse)?.statusCode else { return .again("no HTTP answer") }
        let body = [UInt8](data)
        guard body.count <= Self.bodyByteLimit else {
            throw YnabError.malformed("the answer is over 256 MiB")
        }
        if status == 200 { return .body(body) }
        if status >= 500 { return .again("status \(status)") }
        throw error(status, body)
    }

    private func error(_ status: Int, _ body: [UInt8]) -> YnabError {
        let error = YnabBodies.error(body)
        let detail = error?.detail ?? "no detail"
        switch status {
        case 401, 403: return .refused(status: status, detail: detail)
        case 404 where error?.id == "404.2":
            return .noResource(resource: settings.resource, setting: Settings.resourceSetting)
        case 429: return .rateLimited
        default: return .unexpected(status: status, detail: detail)
        }
    }
}
