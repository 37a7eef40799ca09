internal import ArgumentParser

/// A length of time as people write it: `30d`, `12h`, `5m`, `10s`.
struct Span: ExpressibleByArgument, CustomStringConvertible {
    /// Its length in seconds.
    let seconds: Int

    /// A length in seconds.
    init(seconds: Int) { self.seconds = seconds }

    /// Reads a whole number with a unit.
    init?(argument: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]
        guard let letter = argument.last, let unit = units[letter], let count = Int(argument.dropLast()),
            count >= 0, count <= 1_000_000, !argument.hasPrefix("+"), !argument.hasPrefix("-")
        else { return nil }
        seconds = count * unit
    }

    /// Whole days, if it is that.
    var days: Int? { seconds % 86_400 == 0 ? seconds / 86_400 : nil }

    var description: String {
        for (unit, letter) in [(86_400, "d"), (3_600, "h"), (60, "m")]
        where seconds > 0 && seconds % unit == 0 {
            return "\(seconds / unit)\(letter)"
        }
        return "\(seconds)s"
    }
    var defaultValueDescription: String { description }
}
