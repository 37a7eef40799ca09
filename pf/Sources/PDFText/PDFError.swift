/// Why no words could be read from a PDF.
public enum PDFError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Which exit code a failure has.
    public enum ExitClass: Int32, Sendable {
        /// Bad data.
        case data = 65
        /// The file is missing, or is no file.
        case input = 66
        /// `pdftotext` is not installed.
        case unavailable = 69
    }

    /// There is no such file.
    case missing(path: String)
    /// It is a folder, or something else that is no file.
    case notFile(path: String)
    /// It may not be read.
    case unreadable(path: String)
    /// It is larger than pf reads.
    case tooLarge(path: String, bytes: Int)
    /// There is no `%PDF-` at its beginning.
    case notPDF(path: String)
    /// It needs a password.
    case encrypted(path: String)
    /// `pdftotext` cannot read it.
    case damaged(path: String, reason: String)
    /// It has no words.
    case noText(path: String)
    /// It has more pages than pf reads.
    case tooManyPages(path: String)
    /// Reading it took too long or gave too much.
    case limit(path: String, reason: String)
    /// `pdftotext` is not installed.
    case noProgram

    /// Such as `pdf.encrypted`.
    public var code: String {
        switch self {
        case .missing: "pdf.missing"
        case .notFile: "pdf.notFile"
        case .unreadable: "pdf.unreadable"
        case .tooLarge: "pdf.tooLarge"
        case .notPDF: "pdf.notPDF"
        case .encrypted: "pdf.encrypted"
        case .damaged: "pdf.damaged"
        case .noText: "pdf.noText"
        case .tooManyPages: "pdf.tooManyPages"
        case .limit: "pdf.limit"
        case .noProgram: "pdf.noProgram"
        }
    }

    /// The exit code of a command that meets it.
    public var exitClass: ExitClass {
        switch self {
        case .missing, .notFile, .unreadable: .input
        case .noProgram: .unavailable
        default: .data
        }
    }

    /// Where, what was found, what was expected, what to do; one line.
    public var description: String {
        switch self {
        case .missing(let path): "\(path): there is no such file; give the path of a PDF"
        case .notFile(let path): "\(path): it is no file; give the path of a PDF"
        case .unreadable(let path): "\(path): it cannot be read; allow yourself to read it (chmod u+r)"
        case .tooLarge(let path, let bytes):
            "\(path): \(bytes) bytes; expected at most \(PDFLimits.inputBytes); give a PDF with fewer pictures"
        case .notPDF(let path): "\(path): no %PDF- at its beginning; expected a PDF; give the original file"
        case .encrypted(let path):
            "\(path): it is encrypted; expected a PDF that opens without a password; "
                + "try qpdf --decrypt --password=... IN OUT"
        case .damaged(let path, let reason):
            "\(path): pdftotext cannot read it\(reason.isEmpty ? "" : " (\(reason))"); expected a whole PDF; "
                + "download it again"
        case .noText(let path):
            "\(path): it has no text (a scan?); expected a PDF with words; ask for the original document"
        case .tooManyPages(let path):
            "\(path): more than \(PDFLimits.pages) pages; expected one document; split it"
        case .limit(let path, let reason):
            "\(path): \(reason); expected a pay document; give the original file"
        case .noProgram:
            "pdftotext is not installed; it is needed to read PDFs; install it with apt-get install poppler-utils "
                + "(macOS: brew install poppler)"
        }
    }
}

/// How much pf lets a PDF cost.
public enum PDFLimits {
    /// Size of the file.
    public static let inputBytes = 10 * 1024 * 1024
    /// Size of what `pdftotext` prints.
    static let outputBytes = 16 * 1024 * 1024
    /// Address space of `pdftotext`, in KiB.
    static let addressSpaceKiB = 512 * 1024
    /// Time of `pdftotext`, in seconds.
    static let seconds = 10
    /// Pages of a document.
    public static let pages = 12
    /// `%PDF-` stands within so many bytes.
    static let signatureBytes = 1024
}
