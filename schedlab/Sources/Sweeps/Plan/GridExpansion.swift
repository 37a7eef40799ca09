private import Cluster
private import Experiments
private import Kit

/// Makes every combination of a sweep's values a point.
struct GridExpansion {
    private let definition: SweepDefinition
    private let fields: SweepFields
    private let engine: String
    private var hashes = InputHashes()
    private var clusters: [String: String] = [:]
    private var checkedClusters: Set<String> = []
    private var seen: Set<String> = []
    private var findings: [SweepFinding] = []
    /// The seeds of the group at hand, where points differ by them alone.
    private var repeatingSeeds: SweepDefinition.Axis?

    private(set) var points: [SweepPoint] = []
    private(set) var skippedCount = 0
    private(set) var repeatedCount = 0
    private var usedRules: Set<Int> = []
    /// Rules that left nothing out.
    var idleRules: [Condition] {
        definition.skip.indices.filter { !usedRules.contains($0) }.map { definition.skip[$0] }
    }
    var inputs: [(path: String, sha256: String)] { hashes.all }

    /// Findings after which looking on says nothing new.
    private static let findingLimit = 20

    init(_ definition: SweepDefinition, engine: String) {
        self.definition = definition
        self.engine = engine
        fields = SweepFields(command: definition.command)
    }

    /// Makes all points.
    ///
    /// - Throws: ``SweepError``.
    mutating func expand() throws(SweepError) {
        try refuseTooMany()
        for group in definition.groups {
            let counts = group.axes.map(\.rows.count)
            guard counts.allSatisfy({ $0 > 0 }) else { continue }
            repeatingSeeds = group.axes.first { $0.names.contains("seed") && $0.repeatsWithoutSeed }
            var rows = [Int](repeating: 0, count: counts.count)
            repeat {
                add(group.axes, rows)
            } while Self.advance(&rows, counts) && findings.count < Self.findingLimit
        }
        if findings.isEmpty && points.isEmpty {
            findings.append(.everyPointLeftOut)
        }
        guard findings.isEmpty else { throw .malformed(file: definition.path, findings: findings) }
    }

    private func refuseTooMany() throws(SweepError) {
        var total = 0.0
        for group in definition.groups {
            total += group.axes.reduce(1) { $0 * Double($1.rows.count) }
        }
        guard total <= Double(SweepPlan.pointLimit) else {
            throw .tooManyPoints(
                file: definition.path, count: Numbers.grouped(total), limit: SweepPlan.pointLimit)
        }
    }

    /// The next combination, the last axis first; false after the last.
    private static func advance(_ rows: inout [Int], _ counts: [Int]) -> Bool {
        for axis in rows.indices.reversed() {
            rows[axis] += 1
            if rows[axis] < counts[axis] { return true }
            rows[axis] = 0
        }
        return false
    }

    private mutating func add(_ axes: [SweepDefinition.Axis], _ rows: [Int]) {
        var task = SweepTask(definition.command)
        var gpuCounts: [(name: String, value: String)] = []
        do {
            for (axis, row) in zip(axes, rows) {
                for (name, text) in zip(axis.names, axis.rows[row]) {
                    if fields.gpuType(name) != nil {
                        gpuCounts.append((name, Decimal(text)?.text ?? text))
                    } else {
                        try task.enter(text, as: name)
                    }
                }
            }
            for (name, count) in gpuCounts { try setCount(name, count, &task) }
            let value = { (name: String) in gpuCounts.first { $0.name == name }?.value ?? task.value(name) }
            let rules = definition.skip.indices.filter { definition.skip[$0].holds(value) }
            guard rules.isEmpty else {
                usedRules.formUnion(rules)
                skippedCount += 1
                return
            }
            try task.check()
            if checkedClusters.insert(task.cluster).inserted { try task.checkCluster() }
            try refuseUselessSeeds(task)
            let identity = try PointIdentity.text(task, engine: engine, hashes: &hashes)
            let key = SHA256.hexDigest(Array(identity.utf8))
            guard seen.insert(key).inserted else {
                repeatedCount += 1
                return
            }
            points.append(SweepPoint(task: task, gpuCounts: gpuCounts, key: key, identity: identity))
        } catch {
            note(error, axes)
        }
    }

    private mutating func setCount(_ name: String, _ count: String, _ task: inout SweepTask) throws {
        let cacheKey = "\(task.cluster) \(name) \(count)"
        if let known = clusters[cacheKey] {
            task.cluster = known
            return
        }
        task.cluster = try ClusterSpec.replacing(
            fields.gpuType(name) ?? "", with: Int(count) ?? 0, in: task.cluster)
        clusters[cacheKey] = task.cluster
    }

    /// Seeds of a workload that has none would be the same run several times, and an interval of width 0; unless
    /// something else, such as the order of arrivals, changes in step with them.
    private func refuseUselessSeeds(_ task: SweepTask) throws {
        guard let axis = repeatingSeeds, try !task.dependsOnSeed()
        else { return }
        throw ExperimentError.badSetting(
            name: "--seed", found: "given \(axis.rows.count) values, and nothing of this point is random",
            expected: "one seed, a generated workload or a random placement")
    }

    private mutating func note(_ error: any Error, _ axes: [SweepDefinition.Axis]) {
        var finding = SweepFinding(line: nil, found: "\(error)", expected: "a point that can run")
        if case ExperimentError.badSetting(let name, let found, let expected) = error {
            let field = String(name.drop { $0 == "-" })
            let line = axes.first { $0.names.contains(field) }?.line
            finding = SweepFinding(line: line, found: "\(name) is \(found)", expected: expected)
        }
        if !findings.contains(finding) { findings.append(finding) }
    }
}
