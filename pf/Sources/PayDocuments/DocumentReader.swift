import Household
import JSONText
import Money

/// Reads documents back.
struct DocumentReader {
    func form(_ node: JSONNode) throws(MalformedDocument) -> WageStatement {
        WageStatement(
            taxYear: try int(node, "taxYear"), employer: try string(node, "employer"),
            ein: try string(node, "ein"),
            copies: try int(node, "copies"),
            boxes: try list(node, "boxes") { (node) throws(MalformedDocument) in
                WageStatement.Box(box: try string(node, "box"), cents: try int(node, "cents"))
            },
            box12: try list(node, "box12") { (node) throws(MalformedDocument) in
                WageStatement.CodedAmount(code: try string(node, "code"), cents: try int(node, "cents"))
            },
            box14: try list(node, "box14") { (node) throws(MalformedDocument) in
                WageStatement.LabelledAmount(label: try string(node, "label"), cents: try int(node, "cents"))
            },
            states: try list(node, "states") { (node) throws(MalformedDocument) in
                WageStatement.StateRow(
                    state: try string(node, "state"), wagesCents: node["wagesCents"]?.int,
                    taxCents: node["taxCents"]?.int, localWagesCents: node["localWagesCents"]?.int,
                    localTaxCents: node["localTaxCents"]?.int, locality: node["locality"]?.string)
            })
    }

    func stub(_ node: JSONNode) throws(MalformedDocument) -> Paystub {
        guard let payDate = CalendarDay(try string(node, "payDate")) else { throw missing("payDate") }
        return Paystub(
            employer: try string(node, "employer"), payDate: payDate,
            periodBegin: node["periodBegin"]?.string.flatMap { CalendarDay($0) },
            periodEnd: node["periodEnd"]?.string.flatMap { CalendarDay($0) }, pages: try int(node, "pages"),
            lines: try list(node, "lines") { (node) throws(MalformedDocument) in
                guard let section = PaystubSection(rawValue: try string(node, "section")) else {
                    throw missing("section")
                }
                return PaystubLine(
                    section: section, label: node["label"]?.string, rawLabel: try string(node, "rawLabel"),
                    currentCents: node["currentCents"]?.int, ytdCents: node["ytdCents"]?.int)
            },
            grossCents: node["grossCents"]?.int, grossYtdCents: node["grossYtdCents"]?.int,
            netCents: node["netCents"]?.int, netYtdCents: node["netYtdCents"]?.int)
    }

    private func list<Element>(
        _ node: JSONNode, _ key: String, _ element: (JSONNode) throws(MalformedDocument) -> Element
    ) throws(MalformedDocument) -> [Element] {
        guard let nodes = node[key]?.array else { throw missing(key) }
        var elements: [Element] = []
        for node in nodes { elements.append(try element(node)) }
        return elements
    }

    private func string(_ node: JSONNode, _ key: String) throws(MalformedDocument) -> String {
        guard let text = node[key]?.string else { throw missing(key) }
        return text
    }

    private func int(_ node: JSONNode, _ key: String) throws(MalformedDocument) -> Int {
        guard let value = node[key]?.int else { throw missing(key) }
        return value
    }

    private func missing(_ key: String) -> MalformedDocument {
        MalformedDocument(description: "the document has no valid \"\(key)\"")
    }
}
