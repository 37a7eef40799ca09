import Budgets
import JSONText
import Operations
import Store

/// Why a request is not done, with its status.
struct WebError: Error {
    var status: Int
    var code: String
    var message: String
    var findings: [JSON] = []
    var retryAfterSeconds: Int?

    init(_ status: Int, _ code: String, _ message: String, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// What any error of the operations means over HTTP.
    init(_ error: any Error) {
        if let error = error as? WebError {
            self = error
            return
        }
        let failure = Failure(error)
        self.init(Self.status(failure), failure.code, failure.message)
        findings = failure.findings
        retryAfterSeconds = failure.retryAfterSeconds
        if status == 429, retryAfterSeconds == nil { retryAfterSeconds = Self.unknownWaitSeconds }
        if error is StoreError || status >= 500 { message = Self.withoutPaths(message) }
    }

    /// YNAB does not say when its hour is over.
    private static let unknownWaitSeconds = 3600

    private static func status(_ failure: Failure) -> Int {
        switch failure.code {
        case "budget.stale": 412
        case "document.status": 409
        case "pdf.tooLarge": 413
        case "ynab.rateLimit": 429
        case "ynab.refused", "ynab.unavailable", "ynab.unexpected", "ynab.malformed", "ynab.noResource": 502
        case "ynab.noToken", "ynab.tokenReadable", "ynab.badBase", "pdf.noProgram": 503
        case "store.busy": 503
        case "store.cannotWrite", "file.unwritable": 507
        default: general(failure.exit)
        }
    }

    private static func general(_ exit: Int32) -> Int {
        switch exit {
        case 65: 422
        case 66: 404
        case 64: 400
        case 75: 503
        default: 500
        }
    }

    /// Where the database is concerns nobody on the network.
    private static func withoutPaths(_ message: String) -> String {
        message.split(separator: " ", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("/") ? "the database:" : String($0) }.joined(separator: " ")
    }

    /// As the commands tell it, with what a client needs to try again.
    var json: JSON {
        var error: [String: JSON] = ["code": .string(code), "message": .string(message)]
        var members: [String: JSON] = [:]
        if !findings.isEmpty { error["findings"] = .array(findings) }
        if let retryAfterSeconds {
            error["retryAfterSeconds"] = .int(retryAfterSeconds)
            members["retryAfterSeconds"] = .int(retryAfterSeconds)
        }
        members["error"] = .object(error)
        return .object(members)
    }
}
