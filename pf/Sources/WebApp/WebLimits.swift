import PDFText

/// How much the page lets one side cost the other.
package enum WebLimits {
    /// A PDF, in bytes.
    package static let uploadBytes = PDFLimits.inputBytes
    /// A plan, in bytes.
    package static let planBytes = 1 << 20
    /// Any other body, in bytes.
    package static let otherBytes = 64 << 10
    /// Uploads in a minute.
    static let uploadsPerMinute = 10
    /// Fetches from YNAB in an hour.
    static let syncsPerHour = 4
    /// Wrong tokens from one address before it has to wait.
    static let wrongTries = 10
    /// How long it waits, in seconds.
    static let lockSeconds = 15 * 60
    /// Addresses of which wrong tries are kept.
    static let addresses = 1024
    /// Browsers that a one-time link let in.
    static let sessions = 32
    /// Pictures of uploads that are kept in memory.
    static let pictures = 8
    /// A whole head, in bytes.
    package static let headBytes = 32 << 10
    /// Lines of a head.
    package static let headLines = 100
    /// Silence after which a connection is closed, in seconds.
    package static let idleSeconds = 20
    /// Longest wait for a whole body, in seconds.
    package static let bodySeconds = 60
    /// How long a refused connection is still read, in seconds.
    package static let lingerSeconds: Int64 = 2
    /// Connections at once.
    package static let connections = 256
    /// Longest wait for requests that are under way when the server ends, in seconds.
    package static let endSeconds = 5
}
