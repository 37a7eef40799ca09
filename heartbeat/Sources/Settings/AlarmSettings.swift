/// Who is told when something is wrong, and after how long.
public struct AlarmSettings: Equatable, Sendable {
    /// The routes that alarms take.
    public var routes: [String] = []
    /// A dead man's switch that is called while all is well.
    public var ping: Secret?
    /// How long a route may go without an acknowledged message, in seconds.
    public var canarySeconds = 86_400
    /// How long after a slot and its agent's time its message must be acknowledged, in seconds.
    public var graceSeconds = 900

    /// After how long an open alarm is told again, in seconds.
    public static let repeatSeconds = 6 * 3600
    /// How long the gateway may go without a pass, in seconds.
    public static let passSeconds = 300
}
