public import Household
import Money
public import Rules

/// What a document must satisfy to be accepted, however it was read or corrected.
public enum DocumentChecks {
    /// The checks that fail, in their order.
    ///
    /// - Parameters:
    ///   - document: Deductions count as positive.
    ///   - parameters: Parameter files of any years.
    /// - Returns: None when the document proves itself.
    /// - Throws: ``PayDocumentError`` when the year of a W-2 has no parameters.
    public static func findings(
        for document: PayDocument, parameters: [ParameterFile]
    ) throws(PayDocumentError) -> [Finding] {
        switch document {
        case .w2(let form): try W2Checks.findings(for: form, parameters: parameters)
        case .paystub(let stub): PaystubEquations.findings(for: stub)
        }
    }

    /// What people should know of a document that proves itself; one line each, none as a rule.
    public static func notes(for document: PayDocument) -> [String] {
        guard case .paystub(let stub) = document else { return [] }
        return PaystubEquations.notes(for: stub)
    }

    /// Refuses a document of another tax year.
    ///
    /// - Throws: ``PayDocumentError`` `w2.wrongYear` or `paystub.wrongYear`.
    public static func requireYear(_ year: Int, of document: PayDocument) throws(PayDocumentError) {
        guard document.taxYear != year else { return }
        throw PayDocumentError(
            code: "\(document.kind.rawValue).wrongYear",
            description:
                "the document is of \(document.taxYear); expected \(year); give --year \(document.taxYear)")
    }
}
