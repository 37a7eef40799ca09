private import Foundation

/// What went wrong with a file.
public enum FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file or folder that cannot be written.
    case cannotWrite(path: String, reason: String)
    /// A file that cannot be read.
    case cannotRead(path: String, reason: String)

    /// Where, what, and what to do about it.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let reason):
            "\(path): cannot be written: \(reason); nothing was left there"
        case .cannotRead(let path, let reason):
            "\(path): cannot be read: \(reason)"
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
