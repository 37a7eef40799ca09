import JSONText
import Money
import Spelling

/// Reads values of a JSON text and collects all that is wrong.
final class Checker {
    let bytes: [UInt8]
    private(set) var findings: [BudgetFinding] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// A value with its place.
    struct Place {
        var node: JSONNode
        var pointer: String

        subscript(key: String) -> Place? {
            node[key].map { Place(node: $0, pointer: "\(pointer)/\(Self.escaped(key))") }
        }

        /// The escapes of RFC 6901.
        static func escaped(_ key: String) -> String {
            key.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
                .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
        }
    }

    func report(_ code: BudgetFinding.Code, _ place: Place, _ message: String) {
        report(code, pointer: place.pointer, offset: place.node.offset, message)
    }

    func report(_ code: BudgetFinding.Code, pointer: String, offset: Int, _ message: String) {
        findings.append(
            BudgetFinding(
                code: code, pointer: pointer, position: TextPosition(of: offset, in: bytes), message: message)
        )
    }

    /// Checks that a value is an object with no other keys than these, none twice, and none missing.
    func object(_ place: Place, required: [String], optional: [String] = []) -> Bool {
        guard let members = place.node.members else {
            report(.type, place, "it is \(place.node.kind); expected an object")
            return false
        }
        var seen: Set<String> = []
        for member in members {
            let pointer = "\(place.pointer)/\(Place.escaped(member.key))"
            if !seen.insert(member.key).inserted {
                report(.duplicate, pointer: pointer, offset: member.offset, "the key stands there twice")
            } else if !(required + optional).contains(member.key) {
                let near = Self.suggestion(member.key, among: required + optional)
                report(.unknownKey, pointer: pointer, offset: member.offset, "nobody reads this key\(near)")
            }
        }
        for key in required where !seen.contains(key) {
            report(.missing, place, "the key \"\(key)\" is missing")
        }
        return true
    }

    /// `; did you mean "x"?`, or nothing.
    static func suggestion(_ name: String, among names: [String]) -> String {
        nearest(to: name, among: names).first.map { "; did you mean \"\($0)\"?" } ?? ""
    }

    /// The elements of a list.
    func list(_ place: Place?) -> [Place] {
        guard let place else { return [] }
        guard let nodes = place.node.array else {
            report(.type, place, "it is \(place.node.kind); expected a list")
            return []
        }
        return nodes.enumerated().map { Place(node: $0.element, pointer: "\(place.pointer)/\($0.offset)") }
    }

    /// A text that is not empty.
    func string(_ place: Place?) -> String? {
        guard let place else { return nil }
        guard let text = place.node.string, !text.isEmpty else {
            report(.type, place, "it is \(place.node.kind); expected a text that is not empty")
            return nil
        }
        return text
    }

    /// A whole number in a range.
    func int(_ place: Place?, in range: ClosedRange<Int>, _ what: String) -> Int? {
        guard let place else { return nil }
        guard case .number(let text) = place.node.value else {
            report(.type, place, "it is \(place.node.kind); expected \(what)")
            return nil
        }
        guard let value = Int(text) else {
            report(.fraction, place, "it is \(text); expected \(what), without point or exponent")
            return nil
        }
        guard range.contains(value) else {
            report(
                .type, place, "it is \(text); expected \(what) in \(range.lowerBound)...\(range.upperBound)")
            return nil
        }
        return value
    }

    /// An amount of cents; a hundred billion dollars are more than a household plans.
    func cents(_ place: Place?) -> Int? {
        int(place, in: -10_000_000_000_000...10_000_000_000_000, "whole cents")
    }

    /// A day.
    func day(_ place: Place?) -> CalendarDay? {
        guard let place, let text = string(place) else { return nil }
        guard let day = CalendarDay(text) else {
            report(.type, place, "\"\(text)\" is no day; expected YYYY-MM-DD")
            return nil
        }
        return day
    }
}
