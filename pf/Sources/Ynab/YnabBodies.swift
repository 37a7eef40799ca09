public import JSONText
import Money

/// Reads the bodies of YNAB's answers; strict where pf counts, deaf to keys that it does not use.
public enum YnabBodies {
    /// What is wrong with a body.
    public struct Malformed: Error, Equatable, Sendable, CustomStringConvertible {
        /// Where and what.
        public let description: String
    }

    /// A plan, also called a budget.
    public struct Plan: Equatable, Sendable {
        /// YNAB's id.
        public var id: String
        /// As shown.
        public var name: String
        /// As received, for printing.
        public var json: JSON
    }

    /// Rows with the server's knowledge after them.
    public struct Page<Row: Equatable & Sendable>: Equatable, Sendable {
        /// The rows.
        public var rows: [Row]
        /// The server's knowledge.
        public var knowledge: Int
    }

    /// The name and detail of an error; nil when the body holds none.
    public static func error(_ body: [UInt8]) -> (id: String, detail: String)? {
        guard let root = try? JSONParser.parse(body), let error = root["error"], let id = error["id"]?.string
        else { return nil }
        return (id, error["detail"]?.string ?? error["name"]?.string ?? "")
    }

    /// The plans, under whichever name the server has for them.
    public static func plans(_ body: [UInt8]) throws(Malformed) -> [Plan] {
        let data = try data(body)
        guard let plans = (data["plans"] ?? data["budgets"])?.array else {
            throw missing("data.plans", "a list")
        }
        var result: [Plan] = []
        for (index, node) in plans.enumerated() {
            let at = "data.plans[\(index)]"
            result.append(
                Plan(id: try string(node, "id", at), name: try string(node, "name", at), json: node.json))
        }
        return result
    }

    /// Accounts.
    public static func accounts(_ body: [UInt8]) throws(Malformed) -> Page<YnabMirror.Account> {
        try page(body, "accounts") { (node, at) throws(Malformed) in
            YnabMirror.Account(
                id: try string(node, "id", at), name: try string(node, "name", at),
                isOnBudget: try bool(node, "on_budget", at), isDeleted: try bool(node, "deleted", at))
        }
    }

    /// Groups with their categories.
    public static func groups(
        _ body: [UInt8]
    ) throws(Malformed) -> (groups: Page<YnabMirror.Group>, categories: [YnabMirror.Category]) {
        var categories: [YnabMirror.Category] = []
        let groups = try page(body, "category_groups") { (node, at) throws(Malformed) in
            let group = YnabMirror.Group(
                id: try string(node, "id", at), name: try string(node, "name", at),
                isInternal: node["internal"]?.bool ?? false, isDeleted: try bool(node, "deleted", at))
            for (index, inner) in (node["categories"]?.array ?? []).enumerated() {
                let at = "\(at).categories[\(index)]"
                categories.append(
                    YnabMirror.Category(
                        id: try string(inner, "id", at),
                        groupID: inner["category_group_id"]?.string ?? group.id,
                        name: try string(inner, "name", at),
                        isInternal: inner["internal"]?.bool ?? group.isInternal,
                        isDeleted: try bool(inner, "deleted", at)))
            }
            return group
        }
        return (groups, categories)
    }

    /// Transactions with the parts of splits.
    public static func transactions(_ body: [UInt8]) throws(Malformed) -> Page<YnabMirror.Transaction> {
        try page(body, "transactions") { (node, at) throws(Malformed) in
            let date = try string(node, "date", at)
            guard let day = CalendarDay(date) else { throw missing("\(at).date", "YYYY-MM-DD") }
            var parts: [YnabMirror.Part] = []
            for (index, inner) in (node["subtransactions"]?.array ?? []).enumerated() {
                parts.append(try part(inner, "\(at).subtransactions[\(index)]"))
            }
            return YnabMirror.Transaction(
                id: try string(node, "id", at), day: day, milliunits: try milliunits(node, at),
                accountID: try string(node, "account_id", at), payee: node["payee_name"]?.string,
                categoryID: node["category_id"]?.string,
                transferAccountID: node["transfer_account_id"]?.string,
                isDeleted: try bool(node, "deleted", at), parts: parts)
        }
    }

    private static func part(_ node: JSONNode, _ at: String) throws(Malformed) -> YnabMirror.Part {
        YnabMirror.Part(
            id: try string(node, "id", at), milliunits: try milliunits(node, at),
            payee: node["payee_name"]?.string,
            categoryID: node["category_id"]?.string, transferAccountID: node["transfer_account_id"]?.string,
            isDeleted: try bool(node, "deleted", at))
    }

    private static func page<Row>(
        _ body: [UInt8], _ key: String, _ row: (JSONNode, String) throws(Malformed) -> Row
    ) throws(Malformed) -> Page<Row> {
        let data = try data(body)
        guard let knowledge = data["server_knowledge"]?.int else {
            throw missing("data.server_knowledge", "a whole number")
        }
        guard let nodes = data[key]?.array else { throw missing("data.\(key)", "a list") }
        var rows: [Row] = []
        rows.reserveCapacity(nodes.count)
        for (index, node) in nodes.enumerated() { rows.append(try row(node, "data.\(key)[\(index)]")) }
        return Page(rows: rows, knowledge: knowledge)
    }

    private static func data(_ body: [UInt8]) throws(Malformed) -> JSONNode {
        let root: JSONNode
        do { root = try JSONParser.parse(body) } catch {
            throw Malformed(
                description: "the answer is no JSON at \(error); nothing was stored; try again later")
        }
        guard let data = root["data"], data.members != nil else { throw missing("data", "an object") }
        return data
    }

    private static func string(_ node: JSONNode, _ key: String, _ at: String) throws(Malformed) -> String {
        guard let text = node[key]?.string else { throw missing("\(at).\(key)", "a text") }
        return text
    }

    private static func bool(_ node: JSONNode, _ key: String, _ at: String) throws(Malformed) -> Bool {
        guard let value = node[key]?.bool else { throw missing("\(at).\(key)", "true or false") }
        return value
    }

    /// An amount as received; whether it is whole cents matters only where it counts.
    private static func milliunits(_ node: JSONNode, _ at: String) throws(Malformed) -> Int {
        guard let value = node["amount"]?.int else { throw missing("\(at).amount", "whole milliunits") }
        return value
    }

    private static func missing(_ at: String, _ what: String) -> Malformed {
        Malformed(description: "the answer has no \(at); expected \(what); nothing was stored")
    }
}
