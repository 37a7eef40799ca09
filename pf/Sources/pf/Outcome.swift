import ArgumentParser
import Budgets
import Flow
import JSONText
import Kit
import Money
import PDFText
import PayDocuments
import Rules
import Store
import Ynab
import YnabClient

/// Exit codes that are pf's own; the others are those of every product.
enum PfExit {
    static let done: Int32 = 0
    static let needsReview: Int32 = 3
    static let differences: Int32 = 4
}

/// What a command printed and how it ends.
struct Outcome {
    var text: String
    var exit: Int32 = PfExit.done
}

/// An error with its code for machines and the exit code.
struct Failure: Error {
    var code: String
    var message: String
    var exit: Int32
    /// More than one thing that is wrong.
    var findings: [JSON] = []

    init(_ code: String, _ message: String, _ exit: SystemExit, findings: [JSON] = []) {
        self.code = code
        self.message = message
        self.exit = exit.rawValue
        self.findings = findings
    }

    /// As `--help` promises: one JSON document on stdout.
    var json: JSON {
        var error: [String: JSON] = ["code": .string(code), "message": .string(message)]
        if !findings.isEmpty { error["findings"] = .array(findings) }
        return .object(["error": .object(error)])
    }

    /// What any error of the libraries means for whoever runs the command.
    init(_ error: any Error) {
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

/// Options of every command.
struct CommonOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp("The database; default $PF_HOME/pf.db.", valueName: "path"))
    var database: String?

    @Flag(help: "JSON over several lines, for people.")
    var pretty = false

    /// JSON as asked for, with a line feed.
    func text(_ json: JSON) -> String { (pretty ? json.prettyText : json.text) + "\n" }

    /// Runs a command's work and prints what came of it.
    func run(isJSON: Bool = true, _ work: () async throws -> Outcome) async throws {
        let outcome: Outcome
        do { outcome = try await work() } catch {
            let failure = Failure(error)
            StandardStreams.say("pf: \(failure.message)\n")
            if isJSON { try? StandardStreams.printResult(text(failure.json)) }
            throw ExitCode(failure.exit)
        }
        do { try StandardStreams.printResult(outcome.text) } catch {
            StandardStreams.say("pf: \(error)\n")
            throw ExitCode(SystemExit.inputOutputFailed.rawValue)
        }
        if outcome.exit != PfExit.done { throw ExitCode(outcome.exit) }
    }
}
