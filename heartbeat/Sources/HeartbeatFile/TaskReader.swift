private import Foundation
internal import Spelling

/// Turns sections into tasks and collects what is wrong with them.
struct TaskReader {
    private let defaults: [TaskKey: SectionReader.Entry]
    private var ids: [String: Int] = [:]
    var findings: [Finding]

    init(defaults entries: [SectionReader.Entry], findings: [Finding]) {
        self.findings = findings
        var known: [TaskKey: SectionReader.Entry] = [:]
        var found: [Finding] = []
        for entry in entries {
            Self.take(entry, into: &known, allowed: TaskKey.allCases.filter(\.isDefaultable), &found)
        }
        defaults = known
        self.findings += found
    }

    /// The task of a section; nil when something is wrong with it.
    mutating func task(_ section: SectionReader.Section) -> TaskSpec? {
        let before = findings.count
        var own: [TaskKey: SectionReader.Entry] = [:]
        for entry in section.entries { Self.take(entry, into: &own, allowed: TaskKey.allCases, &findings) }
        let fields = own.merging(defaults) { own, _ in own }
        let id = id(section, fields)
        let timing = timing(section, own)
        let say = value(.say, fields, TaskSpec.Say.changes) { TaskSpec.Say(rawValue: $0) }
        let zone = zone(section, fields)
        let prompt = prompt(section)
        var spec = TaskSpec(
            id: id, title: section.title, line: section.line, timing: timing?.timing ?? .at(seconds: 0),
            timingLine: timing?.line ?? section.line, timeZone: zone,
            quiet: value(.quiet, fields, nil) { QuietHours($0).map(Optional.some) },
            catchupSeconds: value(.catchup, fields, 0) { Period.seconds($0) },
            missed: value(.missed, fields, .once) { Self.missed($0) },
            timeoutSeconds: value(.timeout, fields, 600) { text in
                Period.seconds(text).flatMap { (1...86_400).contains($0) ? $0 : nil }
            },
            route: value(.route, fields, nil) { Self.name($0).map(Optional.some) }, say: say,
            agent: value(.agent, fields, "default") { Self.name($0) },
            gate: fields[.when].flatMap(\.value.nonEmpty),
            isEnabled: value(.enabled, fields, true) { Bool($0) },
            prompt: prompt, promptLine: section.promptLine)
        if spec.route == nil, say != .never, fields[.route] == nil {
            note(
                section.line, "route",
                "'\(section.title)' has none; give one in the task or the front matter, or 'say: never'")
        }
        if let anchor = own[.anchor] {
            if case .every(let period, _) = spec.timing {
                let seconds = value(.anchor, own, 0) { Self.wholeMinute($0) }
                spec.timing = .every(periodSeconds: period, anchorSeconds: seconds)
            } else {
                note(anchor.line, "anchor", "it goes with 'every' only")
            }
        }
        return findings.count == before ? spec : nil
    }

    private static func take(
        _ entry: SectionReader.Entry, into known: inout [TaskKey: SectionReader.Entry], allowed: [TaskKey],
        _ findings: inout [Finding]
    ) {
        guard let key = allowed.first(where: { $0.rawValue == entry.key }) else {
            let names = allowed.map(\.rawValue)
            let near = nearest(to: entry.key, among: names)
            let hint =
                near.isEmpty
                ? "known are \(names.joined(separator: ", "))"
                : "did you mean \(near.joined(separator: " or "))?"
            findings.append(Finding(line: entry.line, key: entry.key, problem: "unknown key; \(hint)"))
            return
        }
        if let first = known[key] {
            findings.append(
                Finding(line: entry.line, key: entry.key, problem: "given twice, first in line \(first.line)")
            )
        } else if entry.value.isEmpty {
            findings.append(
                Finding(line: entry.line, key: entry.key, problem: "no value; expected \(key.form)"))
            known[key] = entry
        } else {
            known[key] = entry
        }
    }

    private mutating func id(
        _ section: SectionReader.Section, _ fields: [TaskKey: SectionReader.Entry]
    ) -> String {
        let line = fields[.id]?.line ?? section.line
        let id = value(.id, fields, Self.slug(section.title)) { Self.name($0) }
        if id.isEmpty {
            note(line, "id", "the heading '\(section.title)' gives none; add '- id: name'")
        } else if let first = ids[id] {
            note(line, "id", "'\(id)' is the task of line \(first) already; give one of them another id")
        }
        ids[id] = ids[id] ?? section.line
        return id
    }

    private mutating func timing(
        _ section: SectionReader.Section, _ own: [TaskKey: SectionReader.Entry]
    ) -> (timing: TaskSpec.Timing, line: Int)? {
        let keys: [TaskKey] = [.cron, .every, .at]
        let given = keys.compactMap { key in own[key].map { (key, $0) } }.sorted { $0.1.line < $1.1.line }
        guard given.count == 1, let (key, entry) = given.first else {
            let found = given.isEmpty ? "none" : given.map(\.0.rawValue).joined(separator: " and ")
            let line = given.dropFirst().first?.1.line ?? section.line
            note(
                line, given.dropFirst().first?.0.rawValue,
                "found \(found) of cron, every, at; expected exactly one, directly below the heading")
            return nil
        }
        guard !entry.value.isEmpty else { return nil }
        switch key {
        case .cron:
            do throws(CronError) {
                return (.cron(try CronExpression(entry.value)), entry.line)
            } catch {
                note(entry.line, key.rawValue, error.description)
                return nil
            }
        case .every:
            let limit = 5 * 366 * 86_400
            guard let seconds = Period.seconds(entry.value), seconds >= 60, seconds % 60 == 0,
                seconds <= limit
            else { return malformed(key, entry) }
            return (.every(periodSeconds: seconds, anchorSeconds: 0), entry.line)
        default:
            guard let seconds = Self.wholeMinute(entry.value) else { return malformed(key, entry) }
            return (.at(seconds: seconds), entry.line)
        }
    }

    private mutating func zone(
        _ section: SectionReader.Section, _ fields: [TaskKey: SectionReader.Entry]
    ) -> String {
        guard fields[.tz] != nil else {
            note(
                section.line, "tz",
                "'\(section.title)' has no zone; give \(TaskKey.tz.form) in the task or the front matter")
            return ""
        }
        return value(.tz, fields, "") { name in
            // PST and GMT+5 are no places: nobody can say when their clocks change.
            (name == "UTC" || name.contains("/")) && TimeZone(identifier: name) != nil ? name : nil
        }
    }

    private mutating func prompt(_ section: SectionReader.Section) -> String {
        for (index, line) in section.promptLines.enumerated() {
            for problem in Placeholder.problems(in: line) {
                note(section.promptLine + index, nil, problem)
            }
        }
        return section.promptLines.joined(separator: "\n").trimmed
    }

    private mutating func value<Value>(
        _ key: TaskKey, _ fields: [TaskKey: SectionReader.Entry], _ standard: Value,
        _ read: (String) -> Value?
    ) -> Value {
        guard let entry = fields[key], !entry.value.isEmpty else { return standard }
        if let value = read(entry.value) { return value }
        let _: Int? = malformed(key, entry)
        return standard
    }

    private mutating func malformed<Value>(_ key: TaskKey, _ entry: SectionReader.Entry) -> Value? {
        let finding = Finding(
            line: entry.line, key: key.rawValue, problem: "'\(entry.value)'; expected \(key.form)")
        // A default that is wrong is wrong once, however many tasks take it.
        if !findings.contains(finding) || defaults[key]?.line != entry.line { findings.append(finding) }
        return nil
    }

    private mutating func note(_ line: Int, _ key: String?, _ problem: String) {
        findings.append(Finding(line: line, key: key, problem: problem))
    }

    private static func missed(_ text: String) -> TaskSpec.MissedPolicy? {
        switch text {
        case "once": return .once
        case "skip": return .skip
        default:
            guard text.hasPrefix("all:"), let limit = Int(text.dropFirst(4)), (1...1000).contains(limit)
            else { return nil }
            return .all(limit: limit)
        }
    }

    private static func wholeMinute(_ text: String) -> Int? {
        Instant.seconds(text).flatMap { $0 % 60 == 0 ? $0 : nil }
    }

    /// A name of a task, route or agent.
    private static func name(_ text: String) -> String? {
        let isName = text.unicodeScalars.allSatisfy { scalar in
            scalar == "-" || scalar == "_"
                || (scalar.properties.isAlphabetic && scalar.properties.lowercaseMapping == String(scalar))
                || ("0"..."9").contains(scalar)
        }
        return isName && text.count <= 64 ? text : nil
    }

    private static func slug(_ title: String) -> String {
        let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
        return String(words.joined(separator: "-").prefix(64))
    }
}
