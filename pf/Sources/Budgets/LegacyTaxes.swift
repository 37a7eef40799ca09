import JSONText
import Money

/// Taxes of documents of version 1: flat, in dollars.
///
/// What the keys mean stands in `legacy_taxes.csv`.
enum LegacyTaxes {
    /// A key of version 1 with the item that it became.
    private struct Key {
        /// Text before the slug, or the whole key of a household's tax.
        var prefix: String
        var isPerEarner: Bool
        var item: String
    }

    private static let slugMark = "<slug>"

    private static let keys: [Key] = {
        let text = String(decoding: PackageResources.legacy_taxes_csv, as: UTF8.self)
        return text.split(separator: "\n").dropFirst().compactMap { row in
            let cells = row.split(separator: ",").map(String.init)
            guard cells.count == 2 else { return nil }
            let isPerEarner = cells[0].hasSuffix(slugMark)
            let prefix = isPerEarner ? String(cells[0].dropLast(slugMark.count)) : cells[0]
            return Key(prefix: prefix, isPerEarner: isPerEarner, item: cells[1])
        }
    }()

    /// The document in version 2; the places of values stay those of the text.
    ///
    /// - Parameters:
    ///   - root: The document of version 1.
    ///   - slugs: Of the earners, in order.
    ///   - checker: Takes the findings.
    /// - Returns: The document of version 2.
    static func convert(_ root: JSONNode, slugs: [String], _ checker: Checker) -> JSONNode {
        guard let members = root.members else { return root }
        var converted: [JSONNode.Member] = []
        for member in members where member.key != "schemaVersion" {
            guard member.key == "taxes", let taxes = member.node.members else {
                converted.append(member)
                continue
            }
            let items = items(taxes, slugs: slugs, checker)
            let list = JSONNode(value: .array(items), offset: member.node.offset)
            let object = JSONNode.Value.object([
                JSONNode.Member(key: "items", offset: member.offset, node: list)
            ])
            converted.append(
                JSONNode.Member(
                    key: member.key, offset: member.offset,
                    node: JSONNode(value: object, offset: member.node.offset)))
        }
        let version = JSONNode(value: .number("2"), offset: root.offset)
        converted.append(JSONNode.Member(key: "schemaVersion", offset: root.offset, node: version))
        return JSONNode(value: .object(converted), offset: root.offset)
    }

    /// The household's taxes first, then earner by earner.
    private static func items(
        _ taxes: [JSONNode.Member], slugs: [String], _ checker: Checker
    ) -> [JSONNode] {
        var known: [String: (item: String, earner: String?)] = [:]
        var order: [String] = []
        for key in keys where !key.isPerEarner {
            known[key.prefix] = (key.item, nil)
            order.append(key.prefix)
        }
        for slug in slugs {
            for key in keys where key.isPerEarner {
                known[key.prefix + slug] = (key.item, slug)
                order.append(key.prefix + slug)
            }
        }
        var found: [String: JSONNode] = [:]
        for member in taxes {
            let pointer = "/taxes/\(Checker.Place.escaped(member.key))"
            if let (item, earner) = known[member.key] {
                let isFirst = found[member.key] == nil
                if !isFirst {
                    checker.report(
                        .duplicate, pointer: pointer, offset: member.offset, "the key stands there twice")
                }
                found[member.key] = Self.item(item, earner, member, pointer, checker)
            } else if let key = keys.first(where: { $0.isPerEarner && member.key.hasPrefix($0.prefix) }) {
                let slug = member.key.dropFirst(key.prefix.count)
                checker.report(
                    .unknownEarner, pointer: pointer, offset: member.offset,
                    "\"\(slug)\" is not among the earners \(slugs.joined(separator: ", "))")
            } else {
                checker.report(
                    .unknownKey, pointer: pointer, offset: member.offset,
                    "no tax of version 1; expected \(keys.map { $0.prefix + ($0.isPerEarner ? slugMark : "") }.joined(separator: ", "))"
                )
            }
        }
        return order.compactMap { found[$0] }
    }

    private static func item(
        _ id: String, _ earner: String?, _ member: JSONNode.Member, _ pointer: String, _ checker: Checker
    ) -> JSONNode? {
        let offset = member.node.offset
        guard case .number(let text) = member.node.value else {
            checker.report(
                .type, pointer: pointer, offset: offset,
                "it is \(member.node.kind); expected dollars as a number")
            return nil
        }
        guard let cents = try? Cents.fromDollars(text) else {
            checker.report(
                .fraction, pointer: pointer, offset: offset,
                "it is \(text); expected dollars with at most two decimals")
            return nil
        }
        var values: [(String, JSONNode.Value)] = [
            ("id", .string(id)), ("annualCents", .number(String(cents))),
        ]
        if let earner { values.append(("earner", .string(earner))) }
        let members = values.map {
            JSONNode.Member(key: $0.0, offset: member.offset, node: JSONNode(value: $0.1, offset: offset))
        }
        return JSONNode(value: .object(members), offset: offset)
    }
}
