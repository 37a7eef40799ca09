private import Foundation

/// What went wrong with a file.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file or folder that cannot be written.
    case cannotWrite(path: String, reason: String)
    /// A file that cannot be read.
    case cannotRead(path: String, reason: String)
    /// A line that no sensible file has.
    case lineTooLong(path: String, line: Int, limitBytes: Int)
    /// A CSV quote that is opened in a line and not closed where a field ends.
    case quoteNotClosed(path: String, line: Int)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason)"
        case .cannotRead(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .lineTooLong(let path, let line, let limitBytes):
            "\(path):\(line): the line has more than \(limitBytes) bytes; is it a CSV file, is a quote left open?"
        case .quoteNotClosed(let path, let line):
            "\(path):\(line): a quote opens here and closes at no field's end; close it, or double a quote inside quotes"
        }
    }

    /// The system's own words for an error.
    static func reason(_ error: any Error) -> String {
        let error = error as NSError
        let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        guard underlying.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
        return String(cString: strerror(Int32(underlying.code)))
    }
}
