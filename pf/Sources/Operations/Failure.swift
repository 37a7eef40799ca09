import Budgets
import Flow
package import JSONText
package import Kit
import Money
import PDFText
import PayDocuments
import Rules
import Store
import Ynab
import YnabClient

/// Exit codes that are pf's own; the others are those of every product.
package enum PfExit {
    /// Also duplicate or unchanged.
    package static let done: Int32 = 0
    /// A check does not hold.
    package static let needsReview: Int32 = 3
    /// Two sides do not tell the same.
    package static let differences: Int32 = 4
}

/// An error with its code for machines and the exit code.
package struct Failure: Error {
    /// Such as `budget.stale`.
    package var code: String
    /// Where, what was found, what was expected, what to do.
    package var message: String
    /// How a command ends.
    package var exit: Int32
    /// More than one thing that is wrong.
    package var findings: [JSON] = []
    /// When trying again makes sense; nil = unknown.
    package var retryAfterSeconds: Int?

    /// A failure.
    package init(_ code: String, _ message: String, _ exit: SystemExit, findings: [JSON] = []) {
        self.code = code
        self.message = message
        self.exit = exit.rawValue
        self.findings = findings
    }

    /// As `--help` promises: one JSON document on stdout.
    package var json: JSON {
        var error: [String: JSON] = ["code": .string(code), "message": .string(message)]
        if !findings.isEmpty { error["findings"] = .array(findings) }
        if let retryAfterSeconds { error["retryAfterSeconds"] = .int(retryAfterSeconds) }
        return .object(["error": .object(error)])
    }

    /// What any error of the libraries means for whoever runs the command.
    package init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as BudgetErrors:
            self.init("budget.invalid", error.description, .badData, findings: error.findings.map(\.json))
        case let error as RuleError: self.init("rules.invalid", error.description, .badData)
        case let error as FlowError:
            self.init("flow", error.description, error.isInternal ? .brokenPromise : .badData)
        case let error as MoneyError: self.init("money", error.description, .badData)
        case let error as YnabNormaliser.FractionOfCent:
            self.init("ynab.fraction", error.description, .badData)
        case let error as PDFError:
            self.init(
                error.code, error.description, SystemExit(rawValue: error.exitClass.rawValue) ?? .badData)
        case let error as PayDocumentError: self.init(error.code, error.description, .badData)
        case let error as MalformedDocument: self.init("document.malformed", error.description, .badData)
        case let error as StoreError: self.init(store: error)
        case let error as YnabError: self.init(ynab: error)
        case let error as FileError: self.init(file: error)
        default: self.init("unknown", "\(error)", .brokenPromise)
        }
    }

    private init(store error: StoreError) {
        let (code, exit): (String, SystemExit) =
            switch error {
            case .missing: ("store.missing", .inputMissing)
            case .newer: ("store.newer", .badConfiguration)
            case .busy: ("store.busy", .tryAgain)
            case .cannotWrite: ("store.cannotWrite", .inputOutputFailed)
            case .unreadable: ("store.unreadable", .badData)
            case .otherOwner: ("document.otherOwner", .badData)
            case .noDocument: ("document.missing", .inputMissing)
            case .wrongStatus: ("document.status", .badData)
            case .noBudget: ("budget.missing", .inputMissing)
            case .staleBudget: ("budget.stale", .badData)
            case .rateLimit: ("ynab.rateLimit", .tryAgain)
            }
        self.init(code, error.description, exit)
        if case .rateLimit(_, let seconds) = error { retryAfterSeconds = seconds }
    }

    private init(ynab error: YnabError) {
        let (code, exit): (String, SystemExit) =
            switch error {
            case .noToken: ("ynab.noToken", .notPermitted)
            case .tokenReadable: ("ynab.tokenReadable", .notPermitted)
            case .badBase: ("ynab.badBase", .badConfiguration)
            case .refused: ("ynab.refused", .notPermitted)
            case .noResource: ("ynab.noResource", .badData)
            case .rateLimited: ("ynab.rateLimit", .tryAgain)
            case .unavailable: ("ynab.unavailable", .partMissing)
            case .unexpected: ("ynab.unexpected", .badData)
            case .malformed: ("ynab.malformed", .badData)
            }
        self.init(code, error.description, exit)
    }

    private init(file error: FileError) {
        switch error {
        case .cannotRead: self.init("file.unreadable", error.description, .inputMissing)
        case .cannotWrite: self.init("file.unwritable", error.description, .inputOutputFailed)
        case .notOurs: self.init("file.notOurs", error.description, .cannotCreate)
        case .tooLarge, .badQuote, .lineTooLong: self.init("file.content", error.description, .badData)
        }
    }
}
