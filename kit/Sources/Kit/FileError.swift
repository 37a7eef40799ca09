private import Foundation

/// What went wrong with a file.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file or folder that cannot be written.
    case cannotWrite(path: String, reason: String)
    /// A file that cannot be read.
    case cannotRead(path: String, reason: String)
    /// A file that is larger than anything of its kind.
    case tooLarge(path: String, byteCount: Int, limitBytes: Int)
    /// A quoted field of a CSV file that does not end as it should.
    case badQuote(path: String, line: Int, problem: String)
    /// A file in a folder that something else may have put there.
    case notOurs(path: String, reason: String)
    /// A line that no sensible file has.
    case lineTooLong(path: String, line: Int, limitBytes: Int)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(Visible.text(path)): cannot be written: \(reason)"
        case .cannotRead(let path, let reason):
            "\(Visible.text(path)): cannot be read: \(reason)"
        case .tooLarge(let path, let byteCount, let limitBytes):
            "\(Visible.text(path)): it has \(byteCount) bytes, at most \(limitBytes) are read"
        case .badQuote(let path, let line, let problem):
            "\(Visible.text(path)):\(line): \(problem); a field in quotes ends with a quote, quotes inside it are doubled"
        case .notOurs(let path, let reason):
            "\(Visible.text(path)): \(reason); give another path, or --force to write all the same"
        case .lineTooLong(let path, let line, let limitBytes):
            "\(Visible.text(path)):\(line): the line has more than \(limitBytes) bytes; is it a CSV file, is a quote left open?"
        }
    }

    /// The system's own words for an error: "No space left on device", whatever of Foundation has found it out.
    public static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let underlying = (error.userInfo[NSUnderlyingErrorKey] as? any Error).map { $0 as NSError } ?? error
        if underlying.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(underlying.code)))
        }
        guard error.domain == NSCocoaErrorDomain,
            let code = systemCodes[CocoaError.Code(rawValue: error.code)]
        else { return error.localizedDescription }
        return String(cString: strerror(code))
    }

    /// Where Foundation keeps to itself what the system said.
    private static let systemCodes: [CocoaError.Code: Int32] = [
        .fileWriteOutOfSpace: ENOSPC, .fileWriteNoPermission: EACCES, .fileWriteVolumeReadOnly: EROFS,
        .fileWriteFileExists: EEXIST, .fileNoSuchFile: ENOENT, .fileReadNoSuchFile: ENOENT,
        .fileReadNoPermission: EACCES,
    ]
}
