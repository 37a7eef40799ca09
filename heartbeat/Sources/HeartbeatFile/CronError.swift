/// What cannot be read in a cron expression.
public struct CronError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The field's name.
    public let field: String
    /// What stands there.
    public let found: String
    /// What may stand there.
    public let expected: String

    init(_ field: String, _ found: String, _ expected: String) {
        self.field = field
        self.found = found
        self.expected = expected
    }

    /// Field, found and expected.
    public var description: String { "\(field) '\(found)'; expected \(expected)" }
}
