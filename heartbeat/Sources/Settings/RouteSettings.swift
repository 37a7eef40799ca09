/// A road on which messages leave.
public struct RouteSettings: Equatable, Sendable {
    /// The kinds of road.
    public enum Kind: Equatable, Sendable {
        /// The daemon of signal-cli.
        case signal(url: String, account: Secret, recipients: [Secret])
        /// A POST to a URL, with headers and an optional key that signs the body.
        case webhook(url: Secret, headers: [Header], signingKey: Secret?)
        /// A program that reads the message from standard input; with a subject it reads a mail.
        case command(arguments: [String], environment: [String], subject: String?)
        /// A line of JSON at the end of a file.
        case file(path: String)
    }

    /// A header of a request.
    public struct Header: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// Its value.
        public var value: Secret
    }

    /// Its name in HEARTBEAT.md.
    public var name: String
    /// What kind of road it is.
    public var kind: Kind
    /// Which acknowledgement ends a message.
    public var acknowledgement: String
    /// How long an acknowledgement may take, in seconds.
    public var acknowledgeWithinSeconds: Int
    /// How long one try may take, in seconds.
    public var timeoutSeconds: Int
    /// How long a message is worth sending, in seconds.
    public var lifetimeSeconds: Int
    /// Whether it is used.
    public var isEnabled: Bool

    /// How long messages of a route are worth sending that says nothing else, in seconds.
    public static let standardLifetimeSeconds = 6 * 3600
}
