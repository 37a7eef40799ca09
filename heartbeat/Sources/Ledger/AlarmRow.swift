/// An alarm, open or closed.
public struct AlarmRow: Equatable, Sendable {
    /// What it is about; one alarm a key is open at a time.
    public var key: String
    /// What it says.
    public var text: String
    /// When it opened.
    public var opened: Int
    /// When it was last told.
    public var sent: Int

    /// A row.
    public init(key: String, text: String, opened: Int, sent: Int) {
        self.key = key
        self.text = text
        self.opened = opened
        self.sent = sent
    }
}
