import ArgumentParser
import Foundation
import Kit

/// Where a household's pay goes.
@main
struct Pf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pf",
        abstract: "Where a household's pay goes: from pay documents, plan and YNAB to a proved flow.",
        discussion: """
            Example: pf parse-paystub stub.pdf --person avery --year 2026 --save
                     pf flow --year 2026

            Results are on stdout, messages on stderr. Exit codes: 0 done, 3 needs review, 4 differences found,
            64 usage, 65 bad data, 66 input missing, 69 YNAB or pdftotext not available, 70 defect of pf,
            73 and 74 cannot write, 75 try again later, 77 token refused, 78 configuration.
            """,
        subcommands: [
            ParseW2.self, ParsePaystub.self, Documents.self, Review.self, Reconcile.self, YnabPlans.self,
            YnabSync.self, YnabSpending.self, YnabInflows.self, BudgetList.self, BudgetShow.self,
            BudgetSave.self,
            BudgetConvert.self, FlowCommand.self, FlowCompare.self, Mappings.self, Serve.self,
            BackupCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            // Commands tell their own errors; what comes here is the parser's.
            let end = CommandEnd(
                program: "pf", badUsageStatus: exitCode(for: error).rawValue,
                cannotPrintStatus: SystemExit.inputOutputFailed.rawValue)
            end.stoppedByParser(fullMessage(for: error), isHelp: exitCode(for: error) == .success)
        }
    }
}
