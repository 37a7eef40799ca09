/// Kinds of rule files.
public enum RuleKind: String, CaseIterable, Sendable {
    /// Which boxes and labels make up which line.
    case mapping
    /// Facts of law.
    case parameters
    /// How paystubs are laid out.
    case layout
}

/// The rule files that pf ships.
public enum ShippedRules {
    /// Kind, name and text of each file.
    public static let all: [(kind: RuleKind, name: String, text: String)] = [
        file(.mapping, "us-household", PackageResources.us_household_yaml),
        file(.layout, "default", PackageResources.layout_default_yaml),
        file(.parameters, "us-2024", PackageResources.us_2024_yaml),
        file(.parameters, "us-2025", PackageResources.us_2025_yaml),
        file(.parameters, "us-2026", PackageResources.us_2026_yaml),
        file(.parameters, "us-wa-2024", PackageResources.us_wa_2024_yaml),
        file(.parameters, "us-wa-2025", PackageResources.us_wa_2025_yaml),
        file(.parameters, "us-wa-2026", PackageResources.us_wa_2026_yaml),
    ]

    private static func file(
        _ kind: RuleKind, _ name: String, _ bytes: [UInt8]
    ) -> (kind: RuleKind, name: String, text: String) {
        (kind, name, String(decoding: bytes, as: UTF8.self))
    }
}
