/// A sweep without one of its fields, whose values a search chooses.
struct SearchSpace {
    /// Points that differ in their seed only, at one value of the field.
    struct Group {
        /// The other fields that vary besides the seed.
        let fields: [(name: String, value: String)]
        let id: String
    }

    /// The field.
    let field: String
    /// The groups, in the order of the plan.
    let groups: [Group]
    /// Seeds, in the order of the plan.
    let seeds: [UInt64]
    private let definition: SweepDefinition
    private let engine: String
    private let names: [String]

    /// A space.
    ///
    /// - Parameters:
    ///   - definition: The sweep file.
    ///   - field: The field; its values in the file are passed over.
    ///   - values: The least and the greatest value that will be looked at, to see which other fields vary.
    ///   - engine: Name and version of the program.
    ///   - flag: Where the field was named, for messages.
    /// - Throws: ``SweepError``.
    init(
        _ definition: SweepDefinition, without field: String, values: [String], engine: String, flag: String
    ) throws(SweepError) {
        let fields = SweepFields(command: definition.command)
        guard fields.form(of: field) == .number, field != "seed" else {
            throw .badArgument(
                name: flag, found: field, expected: "a field with numbers\(fields.hint(field))")
        }
        guard definition.groups.allSatisfy({ $0.axes.allSatisfy { !$0.isZipped(field) } }) else {
            throw .badArgument(
                name: flag, found: "\(field), which the file has in step with others",
                expected: "a field outside of zip")
        }
        self.field = field
        self.definition = definition
        self.engine = engine
        let plan = try SweepPlan(definition.giving(field, values), engine: engine)
        names = plan.groupNames.filter { $0 != field }
        var groups: [Group] = []
        var seen: Set<String> = []
        var seeds: [UInt64] = []
        for point in plan.points {
            let id = Self.id(point, names)
            if seen.insert(id).inserted {
                groups.append(Group(fields: names.map { ($0, point.value($0) ?? "") }, id: id))
            }
            if !seeds.contains(point.task.seed) { seeds.append(point.task.seed) }
        }
        self.groups = groups
        self.seeds = seeds
    }

    /// The plan with some values of the field; nil where the rules leave out all of them.
    ///
    /// - Throws: ``SweepError``.
    func plan(_ values: [String]) throws(SweepError) -> SweepPlan? {
        do {
            return try SweepPlan(definition.giving(field, values), engine: engine)
        } catch .malformed(_, [.everyPointLeftOut]) {
            return nil
        }
    }

    /// The group that a point of a plan belongs to.
    func group(of point: SweepPoint) -> Int? {
        let id = Self.id(point, names)
        return groups.firstIndex { $0.id == id }
    }

    private static func id(_ point: SweepPoint, _ names: [String]) -> String {
        names.map { point.value($0) ?? "" }.joined(separator: "\t")
    }
}

extension SweepDefinition.Axis {
    /// Whether a field changes in step with others here.
    func isZipped(_ name: String) -> Bool { names.count > 1 && names.contains(name) }
}

extension SweepDefinition {
    /// The values of a field, as the file has them.
    func values(of field: String) -> [String] {
        groups.flatMap { $0.axes.filter { $0.names == [field] }.flatMap { $0.rows.flatMap { $0 } } }
    }

    /// The same sweep with other values of a field.
    func giving(_ field: String, _ values: [String]) -> SweepDefinition {
        var definition = self
        let axis = Axis(names: [field], rows: values.map { [$0] }, line: nil)
        definition.groups = groups.map { group in
            Group(name: group.name, axes: group.axes.filter { $0.names != [field] } + [axis])
        }
        return definition
    }
}
