/// The exit codes that mean the same in every product; codes for usage and for "different" are each product's own.
///
/// - Note: `sysexits.h` of BSD.
public enum SystemExit: Int32, Sendable, CaseIterable {
    /// Input that is not what it should be.
    case badData = 65
    /// Input that is not there.
    case inputMissing = 66
    /// A program, library or service that is needed and not to be had.
    case partMissing = 69
    /// A promise of our own that was broken.
    case brokenPromise = 70
    /// Output that cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed half way.
    case inputOutputFailed = 74
    /// Stopped before the end; the same command goes on.
    case tryAgain = 75
    /// Not allowed, or not known to the other side.
    case notPermitted = 77
    /// Settings that cannot work.
    case badConfiguration = 78
}
