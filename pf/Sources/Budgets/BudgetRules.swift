public import Household

/// What a budget may plan: the items of a mapping.
public struct BudgetRules: Equatable, Sendable {
    /// An item of the mapping.
    public struct Item: Equatable, Sendable {
        /// Its part of the flow.
        public var section: FlowSection
        /// Whether it is planned for each earner.
        public var isPerEarner: Bool

        /// An item.
        public init(section: FlowSection, isPerEarner: Bool) {
            self.section = section
            self.isPerEarner = isPerEarner
        }
    }

    /// By id.
    public var items: [String: Item]
    /// Kinds of events that the mapping projects.
    public var eventKinds: Set<String>

    /// What a budget may plan.
    public init(items: [String: Item], eventKinds: Set<String>) {
        self.items = items
        self.eventKinds = eventKinds
    }
}
