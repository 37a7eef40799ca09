/// A sweep as its file has it: values of fields, not yet combined.
public struct SweepDefinition: Sendable, Equatable {
    /// Which command the points are of.
    public enum Command: String, Sendable, CaseIterable {
        /// `schedlab run`.
        case run
        /// `schedlab fill`.
        case fill
    }

    /// Fields that change together: one field with its values, or several in step.
    struct Axis: Sendable, Equatable {
        /// Names of the fields.
        var names: [String]
        /// Combinations of their values, each as long as ``names``.
        var rows: [[String]]
        /// Line of the file.
        var line: Int?

        /// Whether two of the combinations differ in their seed only.
        var repeatsWithoutSeed: Bool {
            let others = rows.map { row in names.indices.filter { names[$0] != "seed" }.map { row[$0] } }
            return Set(others).count < others.count
        }
    }

    /// Axes of which every combination is a point; several groups are added up.
    struct Group: Sendable, Equatable {
        /// Name; nil for the file's only one.
        var name: String?
        var axes: [Axis]
    }

    /// The file, for messages.
    public let path: String
    /// Which command the points are of.
    public let command: Command
    var groups: [Group]
    /// Points to leave out, by any of these.
    var skip: [Condition]
}
