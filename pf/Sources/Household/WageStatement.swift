/// A form W-2.
public struct WageStatement: Equatable, Sendable {
    /// A numbered box with its amount.
    public struct Box: Equatable, Sendable {
        /// `1` to `11`.
        public var box: String
        /// Its amount.
        public var cents: Int

        /// A box.
        public init(box: String, cents: Int) {
            self.box = box
            self.cents = cents
        }
    }

    /// An entry of box 12.
    public struct CodedAmount: Equatable, Sendable {
        /// Such as `D`.
        public var code: String
        /// Its amount.
        public var cents: Int

        /// An entry.
        public init(code: String, cents: Int) {
            self.code = code
            self.cents = cents
        }
    }

    /// An entry of box 14.
    public struct LabelledAmount: Equatable, Sendable {
        /// As printed.
        public var label: String
        /// Its amount.
        public var cents: Int

        /// An entry.
        public init(label: String, cents: Int) {
            self.label = label
            self.cents = cents
        }
    }

    /// Boxes 15 to 20 of one state.
    public struct StateRow: Equatable, Sendable {
        /// Two letters.
        public var state: String
        /// Box 16.
        public var wagesCents: Int?
        /// Box 17.
        public var taxCents: Int?
        /// Box 18.
        public var localWagesCents: Int?
        /// Box 19.
        public var localTaxCents: Int?
        /// Box 20.
        public var locality: String?

        /// A row.
        public init(
            state: String, wagesCents: Int? = nil, taxCents: Int? = nil, localWagesCents: Int? = nil,
            localTaxCents: Int? = nil, locality: String? = nil
        ) {
            self.state = state
            self.wagesCents = wagesCents
            self.taxCents = taxCents
            self.localWagesCents = localWagesCents
            self.localTaxCents = localTaxCents
            self.locality = locality
        }
    }

    /// The tax year.
    public var taxYear: Int
    /// The employer's name.
    public var employer: String
    /// The employer's number, `00-0000001`.
    public var ein: String
    /// Copies found in the document.
    public var copies: Int
    /// Boxes 1 to 11 that are not blank, in order.
    public var boxes: [Box]
    /// Box 12, by code.
    public var box12: [CodedAmount]
    /// Box 14, in the order of the document.
    public var box14: [LabelledAmount]
    /// Boxes 15 to 20.
    public var states: [StateRow]

    /// A form W-2.
    public init(
        taxYear: Int, employer: String, ein: String, copies: Int = 1, boxes: [Box], box12: [CodedAmount] = [],
        box14: [LabelledAmount] = [], states: [StateRow] = []
    ) {
        self.taxYear = taxYear
        self.employer = employer
        self.ein = ein
        self.copies = copies
        self.boxes = boxes
        self.box12 = box12
        self.box14 = box14
        self.states = states
    }
}
