public import Money

/// The facts of law of one year and jurisdiction.
public struct ParameterFile: Equatable, Sendable {
    /// Such as `us-2026`.
    public var name: String
    /// The year.
    public var year: Int
    /// Such as `us-wa`.
    public var jurisdiction: String
    /// In the order of the file.
    public var values: [Parameter]

    /// A file.
    public init(name: String, year: Int, jurisdiction: String, values: [Parameter]) {
        self.name = name
        self.year = year
        self.jurisdiction = jurisdiction
        self.values = values
    }
}

/// One fact of law: a rate or an amount of dollars, with where it was read.
public struct Parameter: Equatable, Sendable {
    /// Such as `ss_rate`.
    public var name: String
    /// The number as written: a rate, or dollars.
    public var value: Decimal
    /// Where it was read.
    public var source: String
    /// The day on which it was read.
    public var retrieved: CalendarDay
    /// Whether it was not read at the authority itself.
    public var isSecondary: Bool

    /// A fact.
    public init(
        name: String, value: Decimal, source: String, retrieved: CalendarDay, isSecondary: Bool = false
    ) {
        self.name = name
        self.value = value
        self.source = source
        self.retrieved = retrieved
        self.isSecondary = isSecondary
    }
}

/// Parameters that the W-2 itself is made of: its checks and the parts of box 6 need them by name.
public enum StatutoryParameter {
    /// Social Security tax on wages and tips.
    public static let socialSecurityRate = "ss_rate"
    /// The most wages it is taken of.
    public static let socialSecurityWageBase = "ss_wage_base"
    /// Medicare tax.
    public static let medicareRate = "medicare_rate"
    /// Additional Medicare tax.
    public static let additionalMedicareRate = "additional_medicare_rate"
    /// The wages above which it is withheld.
    public static let additionalMedicareThreshold = "additional_medicare_threshold"
}

/// All parameter files of one year.
public struct Parameters: Equatable, Sendable {
    /// The year.
    public let year: Int
    /// By name, in the order of bytes.
    public let files: [ParameterFile]
    /// Names that the files of this year would have, after those of other years; by bytes.
    public let expectedNames: [String]

    /// The files of a year; others are left out.
    public init(year: Int, files: [ParameterFile]) {
        self.year = year
        expectedNames = Set(files.map { "\($0.jurisdiction)-\(year)" }).sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        self.files = files.filter { $0.year == year }.sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
    }

    /// A parameter and the name of the file that holds it; nil when no file does.
    public func find(_ name: String) -> (file: String, parameter: Parameter)? {
        for file in files {
            if let parameter = file.values.first(where: { $0.name == name }) { return (file.name, parameter) }
        }
        return nil
    }
}
