import Household
import Money
import Rules

/// Reads what happened from the documents of an employer.
struct ActualReader {
    let forms: FormAmounts

    /// What a mapping item has at an employer.
    struct Result {
        var parts: [FlowPart]
        /// Whether a W-2 and a December stub differ.
        var isConflict: Bool

        func cents() throws -> Int { try Cents.sum(parts.map(\.cents)) }
    }

    /// A W-2 and a stub that differ by more than this many cents are in conflict.
    static let conflictCents = 100

    init(parameters: ParameterTable) { forms = FormAmounts(parameters: parameters) }

    /// The first source that is present; nil when none is.
    func read(_ item: MappingItem, _ record: EmployerRecord) throws -> Result? {
        for (index, source) in item.sources.enumerated() {
            switch source {
            case .w2(let source):
                let parts = try read(source, record)
                guard !parts.isEmpty else { continue }
                let rest = item.sources[(index + 1)...]
                return Result(parts: parts, isConflict: try isConflict(parts, rest, record))
            case .paystub(let source):
                if let part = try read(source, record) { return Result(parts: [part], isConflict: false) }
            }
        }
        return nil
    }

    private func read(_ source: W2Source, _ record: EmployerRecord) throws -> [FlowPart] {
        if source.isOnlyWithoutPaystub, record.stub != nil { return [] }
        var parts: [FlowPart] = []
        for form in record.forms {
            guard let (cents, label) = try forms.amount(source, of: form.content) else { continue }
            parts.append(
                FlowPart(
                    column: .actual, label: label, cents: cents, sha256: form.sha256,
                    employer: record.employer))
        }
        // The employer's share is known once, however many forms there are.
        if let minus = source.minusPaystub, !parts.isEmpty, let stub = record.stub,
            let cents = try minus.ytdCents(of: stub.content)
        {
            parts[0].cents = try Cents.subtract(parts[0].cents, cents)
            parts[0].label += " - \(minus.provenance(of: stub.content))"
        }
        return parts
    }

    private func read(_ source: PaystubSource, _ record: EmployerRecord) throws -> FlowPart? {
        guard let stub = record.stub, let cents = try source.ytdCents(of: stub.content) else { return nil }
        return FlowPart(
            column: .actual, label: source.provenance(of: stub.content), cents: cents, sha256: stub.sha256,
            employer: record.employer)
    }

    private func isConflict(
        _ parts: [FlowPart], _ others: ArraySlice<MappingSource>, _ record: EmployerRecord
    ) throws -> Bool {
        guard let stub = record.stub, stub.content.payDate.month == 12 else { return false }
        for case .paystub(let source) in others {
            guard let part = try read(source, record) else { continue }
            let difference = try Cents.subtract(Cents.sum(parts.map(\.cents)), part.cents)
            return difference.magnitude > UInt(Self.conflictCents)
        }
        return false
    }

    /// Equal labels once, with the number of documents; different ones joined.
    static func label(_ parts: [FlowPart]) -> String {
        var labels: [String] = []
        var counts: [String: Int] = [:]
        for part in parts {
            if counts[part.label] == nil { labels.append(part.label) }
            counts[part.label, default: 0] += 1
        }
        return labels.map { label in
            let count = counts[label] ?? 1
            return count > 1 ? "\(label) (\(count) documents)" : label
        }.joined(separator: " + ")
    }
}
