private import Foundation
import JSONText
public import Money

/// Answers as YNAB does, from a folder of recorded bodies.
public struct FakeAnswers: Sendable {
    /// Where the bodies are: `plans.json`, `accounts.json`, `categories.json`, `transactions.json` and so on.
    private let folder: String
    /// Today at the server: without `since_date` it gives the year before.
    private let clock: CalendarDay
    /// Whether `transactions-delta.json` has happened.
    private let hasDelta: Bool

    /// An answer.
    public struct Answer: Sendable {
        /// HTTP status.
        public var status: Int
        /// The body.
        public var body: String

        /// An answer.
        public init(status: Int, body: String) {
            self.status = status
            self.body = body
        }
    }

    /// Answers from a folder.
    public init(folder: String, clock: CalendarDay, hasDelta: Bool) {
        self.folder = folder
        self.clock = clock
        self.hasDelta = hasDelta
    }

    /// The answer to a path with its query.
    public func answer(path: String, query: [String: String]) -> Answer {
        let parts = path.split(separator: "/").map(String.init)
        guard parts.first == "v1", parts.count >= 2, parts[1] == "plans" else { return error(404, "404.2") }
        if parts.count == 2 { return file("plans") }
        guard parts.count == 4, ["accounts", "categories", "transactions"].contains(parts[3]) else {
            return error(404, "404.2")
        }
        let knowledge = query["last_knowledge_of_server"].flatMap { Int($0) }
        if parts[3] == "transactions" { return transactions(knowledge, since: query["since_date"]) }
        guard knowledge != nil else { return file(parts[3]) }
        let key = parts[3] == "accounts" ? "accounts" : "category_groups"
        return data([key: .array([])], knowledge: 100)
    }

    /// The recorded error of a status.
    public func error(_ status: Int, _ id: String) -> Answer {
        let error: [String: JSON] = [
            "id": .string(id), "name": .string("error"), "detail": .string("Status \(id)"),
        ]
        return Answer(status: status, body: JSON.object(["error": .object(error)]).text)
    }

    private func transactions(_ knowledge: Int?, since: String?) -> Answer {
        let rows = nodes("transactions")
        let delta = hasDelta ? nodes("transactions-delta") : []
        if let knowledge {
            let changed = knowledge < 107 ? delta : []
            return data(["transactions": .array(changed.map(\.json))], knowledge: hasDelta ? 107 : 100)
        }
        let first = since ?? clock.adding(days: -365).description
        let changed = Set(delta.compactMap { $0["id"]?.string })
        let all = rows.filter { !changed.contains($0["id"]?.string ?? "") } + delta
        let shown = all.filter { ($0["date"]?.string ?? "") >= first && $0["deleted"]?.bool == false }
        return data(["transactions": .array(shown.map(\.json))], knowledge: hasDelta ? 107 : 100)
    }

    private func data(_ members: [String: JSON], knowledge: Int) -> Answer {
        var members = members
        members["server_knowledge"] = .int(knowledge)
        return Answer(status: 200, body: JSON.object(["data": .object(members)]).text)
    }

    private func file(_ name: String) -> Answer {
        guard let text = try? String(contentsOfFile: "\(folder)/\(name).json", encoding: .utf8) else {
            return error(404, "404.1")
        }
        return Answer(status: 200, body: text)
    }

    private func nodes(_ name: String) -> [JSONNode] {
        (try? JSONParser.parse(file(name).body))?["data"]?["transactions"]?.array ?? []
    }
}
