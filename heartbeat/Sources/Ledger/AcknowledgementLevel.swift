/// How far an acknowledgement goes.
public enum AcknowledgementLevel: String, Sendable, CaseIterable, Comparable {
    case accepted, delivered, confirmed

    /// Orders them by what they prove.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
