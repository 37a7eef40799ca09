/// A setting by the name of its flag: how it is read from text and written as text.
///
/// The tables of settings (``Experiment/settings``, ``FillExperiment/settings``) are the only lists of these names;
/// experiment files and sweep files take them from there.
public struct Setting<Target>: Sendable {
    /// What its values look like.
    public enum Form: Sendable, Equatable {
        /// A number; sweeps take ranges of them.
        case number
        /// A text as it is.
        case text
        /// Names, separated by commas; the flag is given once for each.
        case list
        /// `true` or `false`; the flag has no value.
        case toggle
    }

    /// Name of the flag, without its hyphens.
    public let name: String
    /// What its values look like.
    public let form: Form
    /// What a value has to be, in words.
    public let expected: String
    private let read: @Sendable (Target) -> String?
    private let enter: @Sendable (inout Target, String) -> Bool

    /// A setting.
    ///
    /// - Parameters:
    ///   - name: Name of the flag.
    ///   - form: What its values look like.
    ///   - expected: What a value has to be, in words.
    ///   - read: Its value as text; nil = not given.
    ///   - enter: Enters a text; false for one that is no value.
    init(
        _ name: String, _ form: Form, expected: String, read: @escaping @Sendable (Target) -> String?,
        enter: @escaping @Sendable (inout Target, String) -> Bool
    ) {
        self.name = name
        self.form = form
        self.expected = expected
        self.read = read
        self.enter = enter
    }

    /// The value in its one way of writing; nil = not given.
    public func value(of target: Target) -> String? { read(target) }

    /// Enters a value.
    ///
    /// - Throws: ``ExperimentError/badSetting(name:found:expected:)`` for a text that is no value.
    public func enter(_ text: String, into target: inout Target) throws(ExperimentError) {
        guard enter(&target, text) else {
            throw .badSetting(name: "--\(name)", found: "'\(text)'", expected: expected)
        }
    }

    /// The arguments that a value stands for.
    public func arguments(_ value: String) -> [String] {
        switch form {
        case .number, .text: ["--\(name)", value]
        case .list: value.split(separator: ",").flatMap { ["--\(name)", String($0)] }
        case .toggle: value == "true" ? ["--\(name)"] : []
        }
    }
}
