import Household
import JSONText
import Money
import Operations

/// Reads what a request asks for; what is no such value is an error, never a default.
extension Call {
    /// The year; without one that of today.
    func year() throws(WebError) -> Int {
        guard let text = request.parameter("year") else { return now.day.year }
        return try Self.year(text)
    }

    /// The year; it must be there.
    func requiredYear() throws(WebError) -> Int {
        guard request.parameter("year") != nil else {
            throw Self.bad("year", "nothing", "a year such as 2026")
        }
        return try year()
    }

    static func year(_ text: String) throws(WebError) -> Int {
        guard text.utf8.count == 4, let year = Int(text), (1900...9999).contains(year) else {
            throw bad("year", text, "a year such as 2026")
        }
        return year
    }

    /// The day that counts as today.
    func asOf() throws(WebError) -> CalendarDay {
        guard let text = request.parameter("asOf") else { return now.day }
        guard let day = CalendarDay(text) else { throw Self.bad("asOf", text, "a day YYYY-MM-DD") }
        return day
    }

    /// A version of a budget; nil = the latest.
    func version() throws(WebError) -> Int? {
        guard let text = request.parameter("version") else { return nil }
        guard let version = Int(text), version > 0 else { throw Self.bad("version", text, "1, 2, 3 ...") }
        return version
    }

    /// The column of a drawing.
    func column() throws(WebError) -> FlowColumn {
        guard let text = request.parameter("column") else { return .actual }
        guard let column = FlowColumn(rawValue: text) else {
            throw Self.bad("column", text, FlowColumn.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return column
    }

    /// Only this earner; nil = all.
    func earner(_ name: String) throws(WebError) -> String? {
        guard let text = request.parameter(name) else { return nil }
        guard Earner.isSlug(text) else { throw Self.bad(name, text, "a slug: a-z, then a-z, 0-9 or _") }
        return text
    }

    /// A number in the path.
    func number(_ index: Int, _ name: String) throws(WebError) -> Int {
        guard values.indices.contains(index), let number = Int(values[index]), number > 0 else {
            throw WebError(404, "notFound", "there is no such \(name)")
        }
        return number
    }

    static func bad(_ name: String, _ found: String, _ expected: String) -> WebError {
        WebError(400, "parameter", "\(name): \(found.prefix(40)); expected \(expected)")
    }

    /// The body as JSON.
    func json() throws(WebError) -> JSONNode {
        do { return try JSONParser.parse(request.body) } catch {
            throw WebError(422, "json.syntax", "the body: \(error.position): \(error.reason)")
        }
    }
}
