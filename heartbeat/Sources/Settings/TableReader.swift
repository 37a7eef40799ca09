private import Foundation
internal import HeartbeatFile
private import Spelling
internal import TOMLKit

/// Reads the keys of one table and notes what is wrong with them.
struct TableReader {
    private let table: TOMLTable
    private let name: String
    private(set) var problems: [String] = []

    init(_ table: TOMLTable, _ name: String, _ known: [String]) {
        self.table = table
        self.name = name
        for key in table.keys.sorted() where !known.contains(key) {
            let near = nearest(to: key, among: known)
            let hint =
                near.isEmpty
                ? "known are \(known.joined(separator: ", "))"
                : "did you mean \(near.joined(separator: " or "))?"
            note(key, "unknown key; \(hint)")
        }
    }

    mutating func note(_ key: String, _ problem: String) { problems.append("\(name).\(key): \(problem)") }

    mutating func required<Value>(_ value: Value?, _ key: String, _ form: String) -> Value? {
        if value == nil, table[key] == nil { note(key, "it is missing; expected \(form)") }
        return value
    }

    mutating func string(_ key: String) -> String? { value(key, "a text") { $0.string } }

    mutating func bool(_ key: String) -> Bool? { value(key, "true or false") { $0.bool } }

    mutating func strings(_ key: String) -> [String]? {
        value(key, "a list of texts") { entry in
            guard let array = entry.array else { return nil }
            let texts = array.compactMap(\.string)
            return texts.count == array.count ? texts : nil
        }
    }

    mutating func choice(_ key: String, _ choices: [String]) -> String? {
        value(key, "one of \(choices.joined(separator: ", "))") {
            $0.string.flatMap { choices.contains($0) ? $0 : nil }
        }
    }

    mutating func period(_ key: String, _ range: ClosedRange<Int> = 1...Period.limitSeconds) -> Int? {
        value(
            key,
            "a length of time from \(Period.words(range.lowerBound)) to \(Period.words(range.upperBound)), as in 10m"
        ) {
            $0.string.flatMap(Period.seconds).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    mutating func table(_ key: String) -> TOMLTable? { value(key, "a table") { $0.table } }

    /// The tables below a key, by name.
    mutating func tables(_ key: String) -> [(String, TOMLTable)] {
        guard let all = table(key) else { return [] }
        return all.keys.sorted().compactMap { name in
            guard let inner = all[name]?.table else {
                note("\(key).\(name)", "expected a table [\(key).\(name)]")
                return nil
            }
            return (name, inner)
        }
    }

    mutating func secret(_ key: String) -> Secret? {
        value(key, Self.secretForm) { Self.secret($0) }
    }

    mutating func secrets(_ key: String) -> [Secret]? {
        value(key, "a list; each \(Self.secretForm)") { entry in
            guard let array = entry.array else { return nil }
            let secrets = array.compactMap { Self.secret($0) }
            return secrets.count == array.count ? secrets : nil
        }
    }

    mutating func headers(_ key: String) -> [RouteSettings.Header] {
        guard let all = table(key) else { return [] }
        return all.keys.sorted().compactMap { name in
            guard let value = all[name].flatMap(Self.secret) else {
                note("\(key).\(name)", "expected \(Self.secretForm)")
                return nil
            }
            return RouteSettings.Header(name: name, value: value)
        }
    }

    /// Plain http goes to this machine only, unless somebody says that it is meant.
    mutating func checkURL(_ text: String, key: String = "url", isInsecure: Bool) {
        guard let url = URL(string: text), let host = url.host(), !host.isEmpty,
            url.scheme == "https" || url.scheme == "http"
        else { return note(key, "it is no http or https address") }
        let isLoopback = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        if url.scheme == "http", !isLoopback, !isInsecure {
            note(key, "plain http to another machine; use https, or say insecure = true")
        }
    }

    private static let secretForm = "a text, {env = \"NAME\"}, {file = \"PATH\"} or {credential = \"NAME\"}"

    private static func secret(_ entry: any TOMLValueConvertible) -> Secret? {
        if let text = entry.string { return .literal(text) }
        guard let table = entry.table, table.keys.count == 1, let key = table.keys.first,
            let text = table[key]?.string
        else { return nil }
        switch key {
        case "env": return .environment(name: text)
        case "file": return .file(path: text)
        case "credential": return .credential(name: text)
        default: return nil
        }
    }

    private mutating func value<Value>(
        _ key: String, _ form: String, _ read: (any TOMLValueConvertible) -> Value?
    ) -> Value? {
        guard let entry = table[key] else { return nil }
        if let value = read(entry) { return value }
        note(key, "expected \(form)")
        return nil
    }
}
