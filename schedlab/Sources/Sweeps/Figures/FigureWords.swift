/// Fields and figures as axes name them, with their units.
enum FigureWords {
    /// A field of a sweep.
    static func field(_ name: String) -> String {
        switch name {
        case "rate": "Arrival rate (jobs/hour)"
        case FigureRequest.demandName: "Demand (% of all GPUs)"
        default: name
        }
    }

    /// A figure of a point: the words of its name, its unit in brackets.
    static func figure(_ name: String, _ form: FigureRequest.Form) -> String {
        let units = [("Seconds", "s"), ("Percent", "%"), ("Fraction", "of 1"), ("Hours", "h")]
        var stem = name.replacing(".", with: " ")
        var unit = ""
        for (ending, symbol) in units where stem.contains(ending) {
            stem = stem.replacing(ending, with: "")
            unit = " (\(symbol))"
            break
        }
        switch form {
        case .hours: unit = " (hours)"
        case .missingPercent: return "100 % − \(words(stem)) (%)"
        case .plain: break
        }
        let text = words(stem)
        return text.prefix(1).uppercased() + text.dropFirst() + unit
    }

    /// `average JCT` for `averageJCT`.
    private static func words(_ name: String) -> String {
        var text = ""
        var previousIsLower = false
        for character in name {
            if character.isUppercase, previousIsLower { text += " " }
            previousIsLower = character.isLowercase
            text.append(character)
        }
        return text
    }
}
