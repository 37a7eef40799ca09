public import Household
import Money
public import Rules

/// Reads paystubs of the two layout families: tables below one another, and tables side by side.
public enum PaystubParser {
    /// Reads a paystub; every amount in it is proved by the pay equations, or the document needs review.
    ///
    /// - Parameters:
    ///   - pages: Words of each page.
    ///   - layout: Header words, headings, totals and labels.
    ///   - employer: The employer's name; nil takes the first line of the first page.
    ///   - sha256: Of the PDF, in hexadecimal.
    /// - Returns: The stub with what speaks against it.
    /// - Throws: ``PayDocumentError`` when it is no paystub, or has not one pay date.
    /// - Complexity: O(n log n) in the words of a page, times its tables.
    public static func parse(
        pages: [Page], layout: Layout, employer: String?, sha256: String
    ) throws(PayDocumentError) -> ParsedDocument {
        let pageRows = pages.map { Row.rows(of: $0.words) }
        let headers = TableHeader.all(on: pageRows, pages: pages, layout: layout)
        guard !headers.isEmpty else {
            throw PayDocumentError(
                code: "paystub.notPaystub",
                description: "no table with a current and a year-to-date column; expected a paystub; "
                    + "add its header words to the layout file")
        }
        let dates = try PaystubDates.read(pageRows, layout: layout)
        var totals = PaystubTotals(layout: layout)
        totals.readSummaries(pageRows)
        var tables = PaystubTables(
            pages: pages, layout: layout, headers: headers, boundaries: totals.boundaries)
        tables.read()
        totals.add(tables.totals)
        totals.readLooseRows(pageRows, headers: headers, isInTable: tables.holds)
        let stub = Paystub(
            employer: Redaction.redacted(employer ?? firstLine(pageRows)), payDate: dates.payDate,
            periodBegin: dates.begin, periodEnd: dates.end, pages: pages.count, lines: numbered(tables.lines),
            grossCents: totals.value(.gross, .current), grossYtdCents: totals.value(.gross, .ytd),
            netCents: totals.value(.net, .current), netYtdCents: totals.value(.net, .ytd))
        let signed = PaystubEquations.signed(stub) ?? stub
        var findings = PaystubEquations.findings(for: signed)
        if PaystubEquations.signed(stub) == nil, findings.allSatisfy({ $0.code != "paystub.netMismatch" }) {
            findings.append(
                Finding(
                    code: "paystub.signUnproved",
                    message: "E2 holds for either sign of the deductions; check the signs"))
        }
        findings += tables.findings + totals.findings
        return ParsedDocument(
            content: .paystub(signed), findings: PaystubEquations.merged(findings), sha256: sha256)
    }

    private static func firstLine(_ pageRows: [[Row]]) -> String {
        guard let row = pageRows.first?.first, let first = row.words.first else { return "" }
        var words = [first]
        for word in row.words.dropFirst() {
            guard let last = words.last, word.xMin - last.xMax < last.yMax - last.yMin else { break }
            words.append(word)
        }
        return words.map(\.text).joined(separator: " ")
    }

    /// Deposits have no canonical labels; they are numbered.
    private static func numbered(_ lines: [PaystubLine]) -> [PaystubLine] {
        var count = 0
        return lines.map { line in
            guard line.section == .deposits else { return line }
            count += 1
            var numbered = line
            numbered.label = "Deposit \(count)"
            return numbered
        }
    }
}
