private import Foundation

/// The fields of a JSON object, one level deep, with all their digits.
///
/// `JSONSerialization` loses the last digit of some numbers; what must be equal to the bit is read by this.
public struct JSONFields: Sendable {
    /// A field's value, as far as readers look at it.
    public enum Value: Decodable, Sendable {
        /// A number.
        case number(Double)
        /// A text.
        case text(String)
        /// A list of numbers.
        case list([Double])
        /// Anything else: null, a truth value, an object, a list of other things.
        case other

        /// Decodes the first of the kinds that fits.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let list = try? container.decode([Double].self) {
                self = .list(list)
            } else {
                self = .other
            }
        }
    }

    /// The values by their keys.
    public let values: [String: Value]

    /// Reads an object; nil when the text is none.
    public init?(_ json: String) {
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(json.utf8)) else {
            return nil
        }
        self.values = values
    }
}
