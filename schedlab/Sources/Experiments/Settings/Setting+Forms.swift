private import Kit

/// Settings that are one property.
extension Setting {
    /// A text that is always there.
    static func text(_ name: String, _ path: any WritableKeyPath<Target, String> & Sendable) -> Setting {
        Setting(
            name, .text, expected: "a text", read: { $0[keyPath: path] },
            enter: {
                $0[keyPath: path] = $1
                return !$1.isEmpty
            })
    }

    /// A text that may be missing.
    static func text(_ name: String, _ path: any WritableKeyPath<Target, String?> & Sendable) -> Setting {
        Setting(
            name, .text, expected: "a text", read: { $0[keyPath: path] },
            enter: {
                $0[keyPath: path] = $1
                return !$1.isEmpty
            })
    }

    /// A number that may be missing.
    static func number(_ name: String, _ path: any WritableKeyPath<Target, Double?> & Sendable) -> Setting {
        Setting(
            name, .number, expected: "a number", read: { $0[keyPath: path].map(shortest) },
            enter: {
                $0[keyPath: path] = DecimalNumber.double($1)
                return $0[keyPath: path] != nil
            })
    }

    /// A seed.
    static func seed(_ path: any WritableKeyPath<Target, UInt64> & Sendable) -> Setting {
        Setting(
            "seed", .number, expected: "a whole number >= 0", read: { "\($0[keyPath: path])" },
            enter: {
                guard let number = DecimalNumber.int($1), number >= 0 else { return false }
                $0[keyPath: path] = UInt64(number)
                return true
            })
    }

    /// A switch.
    static func toggle(_ name: String, _ path: any WritableKeyPath<Target, Bool> & Sendable) -> Setting {
        Setting(
            name, .toggle, expected: "true or false", read: { $0[keyPath: path] ? "true" : "false" },
            enter: {
                $0[keyPath: path] = $1 == "true"
                return $1 == "true" || $1 == "false"
            })
    }

    /// A number in its shortest form: whole ones without a point.
    static func shortest(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
