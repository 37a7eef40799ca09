private import Foundation
internal import Kit

/// What the record of a policy in another process says so that the run can be replayed without it.
public struct PolicyReplay: Sendable, Equatable {
    /// A setting of the run.
    public struct Setting: Sendable, Equatable {
        /// Name of its flag, without hyphens.
        public var name: String
        /// Its value as text.
        public var value: String

        /// Names a setting.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The line with which the policy answered the greeting.
    public var greeting: String
    /// The run's settings, in the order of `schedlab run --help`.
    public var settings: [Setting]

    /// Puts both together.
    public init(greeting: String, settings: [Setting]) {
        self.greeting = greeting
        self.settings = settings
    }

    var json: JSONValue {
        .object([
            ("greeting", .string(greeting)),
            ("settings", .array(settings.map { .array([.string($0.name), .string($0.value)]) })),
        ])
    }

    /// Reads what ``json`` wrote; nil when it is something else.
    init?(_ any: Any?) {
        guard let object = any as? [String: Any], let greeting = object["greeting"] as? String,
            let pairs = object["settings"] as? [[String]], pairs.allSatisfy({ $0.count == 2 })
        else { return nil }
        self.init(
            greeting: greeting, settings: pairs.map { Setting(name: $0[0], value: $0[1]) })
    }
}
