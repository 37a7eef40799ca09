public import Money

/// What a pay document says.
public enum PayDocument: Equatable, Sendable {
    /// A form W-2.
    case w2(WageStatement)
    /// A paystub.
    case paystub(Paystub)

    /// The kinds, as commands and the database name them.
    public enum Kind: String, Sendable {
        /// A form W-2.
        case w2
        /// A paystub.
        case paystub
    }

    /// Its kind.
    public var kind: Kind {
        switch self {
        case .w2: .w2
        case .paystub: .paystub
        }
    }

    /// The employer's name.
    public var employer: String {
        switch self {
        case .w2(let form): form.employer
        case .paystub(let stub): stub.employer
        }
    }

    /// The tax year; of a paystub the year of its pay date.
    public var taxYear: Int {
        switch self {
        case .w2(let form): form.taxYear
        case .paystub(let stub): stub.payDate.year
        }
    }

    /// The pay date; nil for a W-2.
    public var payDate: CalendarDay? {
        guard case .paystub(let stub) = self else { return nil }
        return stub.payDate
    }
}

/// Whether a document proves itself.
public enum ParseStatus: String, Sendable {
    /// All checks hold.
    case parsed
    /// At least one does not; it is not used by the flow.
    case needsReview
}

/// A document as a parser hands it on.
public struct ParsedDocument: Equatable, Sendable {
    /// What it says.
    public var content: PayDocument
    /// `parsed` exactly when there is no finding.
    public var status: ParseStatus
    /// In the order of the checks.
    public var findings: [Finding]
    /// SHA-256 of the PDF, in hexadecimal.
    public var sha256: String

    /// A document; its status follows from the findings.
    public init(content: PayDocument, findings: [Finding], sha256: String) {
        self.content = content
        status = findings.isEmpty ? .parsed : .needsReview
        self.findings = findings
        self.sha256 = sha256
    }
}

/// An accepted document with the person it belongs to; what the flow reads.
public struct FiledDocument: Equatable, Sendable {
    /// Slug of the earner.
    public var earner: String
    /// What it says.
    public var content: PayDocument
    /// SHA-256 of the PDF, in hexadecimal.
    public var sha256: String

    /// A document of an earner.
    public init(earner: String, content: PayDocument, sha256: String) {
        self.earner = earner
        self.content = content
        self.sha256 = sha256
    }
}
