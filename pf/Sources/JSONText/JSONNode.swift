/// A JSON value with the place at which it stands in its text.
public struct JSONNode: Sendable {
    /// The value.
    public let value: Value
    /// Byte at which it begins.
    public let offset: Int

    /// What a node holds.
    public enum Value: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number as it is written.
        case number(String)
        /// A text.
        case string(String)
        /// A list.
        case array([JSONNode])
        /// Keys with values in the order of the text; a key may stand twice.
        case object([Member])
    }

    /// A key with its value.
    public struct Member: Sendable {
        /// The key.
        public let key: String
        /// Byte at which the key begins.
        public let offset: Int
        /// The value.
        public let node: JSONNode

        /// A key with its value.
        public init(key: String, offset: Int, node: JSONNode) {
            self.key = key
            self.offset = offset
            self.node = node
        }
    }

    /// A value at a place.
    public init(value: Value, offset: Int) {
        self.value = value
        self.offset = offset
    }

    /// The value of a key; nil when it is missing or this is no object.
    ///
    /// The last of equal keys counts.
    public subscript(key: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.last { $0.key == key }?.node
    }

    /// The text; nil for other kinds.
    public var string: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The whole number; nil for other kinds, for fractions and exponents, and beyond 64 bits.
    public var int: Int? {
        guard case .number(let text) = value else { return nil }
        return Int(text)
    }

    /// The truth value; nil for other kinds.
    public var bool: Bool? {
        guard case .bool(let value) = value else { return nil }
        return value
    }

    /// The elements; nil for other kinds.
    public var array: [JSONNode]? {
        guard case .array(let nodes) = value else { return nil }
        return nodes
    }

    /// The members; nil for other kinds.
    public var members: [Member]? {
        guard case .object(let members) = value else { return nil }
        return members
    }

    /// Whether it is `null`.
    public var isNull: Bool {
        guard case .null = value else { return false }
        return true
    }

    /// `null`, `number` and so on, for messages.
    public var kind: String {
        switch value {
        case .null: "null"
        case .bool: "true or false"
        case .number: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The value without positions.
    public var json: JSON {
        switch value {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let text): .number(text)
        case .string(let text): .string(text)
        case .array(let nodes): .array(nodes.map(\.json))
        case .object(let members):
            .object(Dictionary(members.map { ($0.key, $0.node.json) }, uniquingKeysWith: { _, last in last }))
        }
    }
}
