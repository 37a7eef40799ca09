/// An address with its handler; the only list of them.
struct Route: Sendable {
    let method: String
    /// Parts of the path; one that begins with `:` stands for any value.
    let pattern: String
    /// Media types that a body may have.
    var mediaTypes: [String] = ["application/json"]
    var bodyBytes = 0
    /// Whether it is answered without login.
    var isOpen = false
    let handler: @Sendable (Call) async throws -> WebResponse

    /// For the log.
    var name: String { "\(method) \(pattern)" }

    /// A route that fits, with the values of its placeholders.
    struct Match: Sendable {
        let route: Route
        let values: [String]
    }

    init(
        _ method: String, _ pattern: String, _ handler: @escaping @Sendable (Call) async throws -> WebResponse
    ) {
        self.method = method
        self.pattern = pattern
        self.handler = handler
    }

    private func with(bodyBytes: Int, mediaTypes: [String] = ["application/json"]) -> Route {
        var copy = self
        copy.bodyBytes = bodyBytes
        copy.mediaTypes = mediaTypes
        return copy
    }

    private func open() -> Route {
        var copy = self
        copy.isOpen = true
        return copy
    }

    static let all: [Route] = {
        let nothing: @Sendable (Call) async throws -> WebResponse = { _ in WebResponse(status: 404) }
        let pdf = ["application/pdf"]
        return [
            Route("GET", "/healthz", nothing).open(),
            Route("GET", AccessGate.linkPath, nothing).open(),
            Route("GET", "/", { _ in .redirect("/flow") }),
            Route("GET", "/style.css", { _ in Assets.style }),
            Route("GET", "/script.js", { _ in Assets.script }),
            Route("GET", "/icon.svg", { _ in Assets.icon }),
            Route("GET", "/flow", FlowHandlers.page),
            Route("GET", "/line", FlowHandlers.line),
            Route("GET", "/documents", DocumentHandlers.page),
            Route("GET", "/documents/:id", DocumentHandlers.documentPage),
            Route("GET", "/plan", BudgetHandlers.page),
            Route("GET", "/spending", YnabHandlers.page),
            Route("GET", "/reconcile", YnabHandlers.reconcilePage),
            Route("GET", "/api/flow", FlowHandlers.flow),
            Route("GET", "/api/sankey.svg", FlowHandlers.sankey),
            Route("POST", "/api/paystubs", DocumentHandlers.paystub).with(
                bodyBytes: WebLimits.uploadBytes, mediaTypes: pdf),
            Route("POST", "/api/w2s", DocumentHandlers.form).with(
                bodyBytes: WebLimits.uploadBytes, mediaTypes: pdf),
            Route("GET", "/api/documents", DocumentHandlers.list),
            Route("GET", "/api/documents/:id", DocumentHandlers.document),
            Route("POST", "/api/documents/:id", DocumentHandlers.review).with(
                bodyBytes: WebLimits.otherBytes),
            Route("POST", "/api/ynab-sync", YnabHandlers.sync).with(bodyBytes: WebLimits.otherBytes),
            Route("GET", "/api/budgets", BudgetHandlers.list),
            Route("POST", "/api/budgets/check", BudgetHandlers.check).with(bodyBytes: WebLimits.planBytes),
            Route("GET", "/api/budgets/:year/:version", BudgetHandlers.show),
            Route("PUT", "/api/budgets/:year", BudgetHandlers.save).with(bodyBytes: WebLimits.planBytes),
            Route("GET", "/api/reconcile", YnabHandlers.reconcile),
            Route("GET", "/api/spending", YnabHandlers.spending),
        ]
    }()

    /// The route of a request; HEAD is answered as GET.
    static func match(_ request: WebRequest) -> Match? {
        let method = request.method == "HEAD" ? "GET" : request.method
        for route in all where route.method == method {
            if let values = route.values(of: request.path) { return Match(route: route, values: values) }
        }
        return nil
    }

    /// Whether the address is there with another method.
    static func isKnown(_ request: WebRequest) -> Bool { all.contains { $0.values(of: request.path) != nil } }

    private func values(of path: String) -> [String]? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let names = pattern.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == names.count else { return nil }
        var values: [String] = []
        for (part, name) in zip(parts, names) {
            if name.hasPrefix(":") {
                guard let value = WebRequest.decoded(part, plusIsSpace: false), !value.isEmpty else {
                    return nil
                }
                values.append(value)
            } else if part != name {
                return nil
            }
        }
        return values
    }
}
