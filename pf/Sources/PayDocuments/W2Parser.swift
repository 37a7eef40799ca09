public import Household
public import Rules

/// Reads forms W-2, with one, two or four copies a page.
public enum W2Parser {
    /// Reads a form; all copies must say the same, and every amount on it must lie in a box.
    ///
    /// - Parameters:
    ///   - pages: Words of each page.
    ///   - parameters: Parameter files of any years.
    ///   - sha256: Of the PDF, in hexadecimal.
    /// - Returns: The form with what speaks against it.
    /// - Throws: ``PayDocumentError`` when it is no W-2, has no year, or the year has no parameters.
    public static func parse(
        pages: [Page], parameters: [ParameterFile], sha256: String
    ) throws(PayDocumentError) -> ParsedDocument {
        let copies = pages.flatMap { W2Copy.copies(on: $0) }
        guard let first = copies.first else {
            throw PayDocumentError(
                code: "w2.notW2",
                description:
                    "no title \"W-2 Wage and Tax Statement\"; expected a form W-2; is it another document?")
        }
        guard let taxYear = first.taxYear else {
            throw PayDocumentError(
                code: "w2.noYear",
                description: "no year beside the title; expected \"Wage and Tax Statement 2025\"")
        }
        var readers = copies.map { W2CopyReader($0) }
        for index in readers.indices { readers[index].read() }
        var form = readers[0].form(taxYear: taxYear)
        guard !form.boxes.isEmpty else {
            throw PayDocumentError(
                code: "w2.noAmounts", description: "no amount in boxes 1 to 11; expected a filled form W-2")
        }
        form.copies = copies.count
        var findings: [Finding] = []
        for (index, reader) in readers.enumerated().dropFirst() {
            var other = reader.form(taxYear: copies[index].taxYear ?? 0)
            other.copies = copies.count
            guard other != form else { continue }
            findings.append(
                Finding(
                    code: "w2.copiesDisagree",
                    message:
                        "copy \(index + 1) differs from copy 1\(difference(form, other)); compare the document"
                ))
        }
        findings += readers.flatMap(\.findings)
        findings += try W2Checks.findings(for: form, parameters: parameters)
        return ParsedDocument(content: .w2(form), findings: PaystubEquations.merged(findings), sha256: sha256)
    }

    private static func difference(_ a: WageStatement, _ b: WageStatement) -> String {
        let names = Set((a.boxes + b.boxes).map(\.box)).filter { a.cents($0) != b.cents($0) }.sorted()
        return names.isEmpty ? "" : " in box \(names.joined(separator: ", "))"
    }
}
