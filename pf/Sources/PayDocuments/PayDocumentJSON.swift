public import Household
public import JSONText
import Money

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
