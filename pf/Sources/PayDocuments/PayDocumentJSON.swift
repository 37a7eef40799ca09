public import Household
public import JSONText
import Money

/// A stored document that is not as pf writes it.
public struct MalformedDocument: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is missing.
    public let description: String
}

extension ParsedDocument {
    /// As the commands print it.
    public var json: JSON {
        guard case .object(var members) = content.json else { return content.json }
        members["findings"] = .strings(findings.map(\.code))
        members["sha256"] = .string(sha256)
        members["status"] = .string(status.rawValue)
        return .object(members)
    }
}

extension PayDocument {
    /// What it says, without status and findings.
    public var json: JSON {
        switch self {
        case .w2(let form): form.json
        case .paystub(let stub): stub.json
        }
    }

    /// Reads what ``json`` wrote; other keys are ignored.
    ///
    /// - Throws: ``MalformedDocument``.
    public init(json node: JSONNode) throws(MalformedDocument) {
        let reader = DocumentReader()
        switch node["kind"]?.string {
        case Kind.w2.rawValue: self = .w2(try reader.form(node))
        case Kind.paystub.rawValue: self = .paystub(try reader.stub(node))
        default: throw MalformedDocument(description: "the kind is neither w2 nor paystub")
        }
    }
}

extension WageStatement {
    fileprivate var json: JSON {
        .object([
            "kind": .string(PayDocument.Kind.w2.rawValue), "taxYear": .int(taxYear),
            "employer": .string(employer),
            "ein": .string(ein), "copies": .int(copies),
            "boxes": .array(boxes.map { .object(["box": .string($0.box), "cents": .int($0.cents)]) }),
            "box12": .array(box12.map { .object(["code": .string($0.code), "cents": .int($0.cents)]) }),
            "box14": .array(box14.map { .object(["label": .string($0.label), "cents": .int($0.cents)]) }),
            "states": .array(
                states.map {
                    .object([
                        "state": .string($0.state), "wagesCents": .int($0.wagesCents),
                        "taxCents": .int($0.taxCents),
                        "localWagesCents": .int($0.localWagesCents), "localTaxCents": .int($0.localTaxCents),
                        "locality": .string($0.locality),
                    ])
                }),
        ])
    }
}

extension Paystub {
    fileprivate var json: JSON {
        .object([
            "kind": .string(PayDocument.Kind.paystub.rawValue), "employer": .string(employer),
            "payDate": .string(payDate.description), "periodBegin": .string(periodBegin?.description),
            "periodEnd": .string(periodEnd?.description), "pages": .int(pages),
            "grossCents": .int(grossCents), "grossYtdCents": .int(grossYtdCents), "netCents": .int(netCents),
            "netYtdCents": .int(netYtdCents),
            "lines": .array(
                lines.map {
                    .object([
                        "section": .string($0.section.rawValue), "label": .string($0.label),
                        "rawLabel": .string($0.rawLabel), "currentCents": .int($0.currentCents),
                        "ytdCents": .int($0.ytdCents),
                    ])
                }),
        ])
    }
}

/// Reads documents back.
private struct DocumentReader {
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
