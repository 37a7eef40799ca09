private import AzureModel
package import Foundation

/// A place in a JSON answer; what is missing or of another type is nil, never an error.
package struct JSONNode {
    private let value: Any?

    /// Reads an answer.
    ///
    /// - Returns: nil when it is not JSON.
    package init?(_ data: Data) {
        guard let value = try? JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed]) else {
            return nil
        }
        self.value = value
    }

    private init(value: Any?) { self.value = value }

    /// A member of an object.
    package subscript(key: String) -> JSONNode { JSONNode(value: (value as? [String: Any])?[key]) }
    /// A text.
    package var string: String? { value as? String }
    /// A number; booleans are none.
    package var double: Double? {
        guard let number = value as? NSNumber, !Self.isBool(number), number.doubleValue.isFinite else {
            return nil
        }
        return number.doubleValue
    }
    /// A whole number.
    package var int: Int? { double.flatMap { Int(exactly: $0) } }
    /// A boolean.
    package var bool: Bool? { (value as? NSNumber).flatMap { Self.isBool($0) ? $0.boolValue : nil } }

    /// `is Bool` says yes of the numbers 0 and 1, too.
    private static func isBool(_ number: NSNumber) -> Bool {
        ["c", "B"].contains(String(cString: number.objCType))
    }

    /// The items of a list.
    package var items: [JSONNode]? { (value as? [Any])?.map { JSONNode(value: $0) } }
    /// The members of an object whose values are texts, sorted by name.
    package var texts: [(name: String, value: String)] {
        ((value as? [String: Any]) ?? [:]).compactMap { name, value in (value as? String).map { (name, $0) } }
            .sorted { $0.name < $1.name }
    }
}
