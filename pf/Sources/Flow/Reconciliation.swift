import Household
public import JSONText
import Money
import Rules

/// Whether documents, and YNAB, tell the same.
public struct Reconciliation: Sendable {
    /// What was found.
    public var json: JSON
    /// Whether anything differs.
    public var hasDifferences: Bool

    /// A paycheck and its inflow are at most this many days apart.
    static let payDaySlackDays = 5
    /// Figures that differ by more than this are told.
    static let toleranceCents = 100

    /// Compares the documents of a year with each other and with YNAB.
    ///
    /// - Parameters:
    ///   - input: As for a flow.
    ///   - earner: Only this earner; nil = all.
    /// - Throws: ``FlowError``, `MoneyError`.
    public init(_ input: FlowInput, earner: String?) throws {
        let records = EmployerRecord.all(input).filter { earner == nil || $0.key.earner == earner }
        var chains: [JSON] = []
        var nets: [JSON] = []
        var forms: [JSON] = []
        var differences = 0
        var used: Set<String> = []
        let hasRows = !input.ynabRows.isEmpty
        for record in records {
            let stubs = Self.stubs(input, record.key)
            for (earlier, later) in zip(stubs, stubs.dropFirst()) {
                let labels = try Self.gaps(earlier, later)
                if !labels.isEmpty { differences += 1 }
                chains.append(Self.chain(record, earlier, later, labels))
            }
            for stub in stubs {
                let row = Self.inflow(stub, record, input, except: used)
                if let row { used.insert(row.id) }
                if row == nil, hasRows { differences += 1 }
                nets.append(Self.net(record, stub, row))
            }
            for form in try Self.forms(input, record) {
                if form.isDifferent { differences += 1 }
                forms.append(form.json)
            }
        }
        hasDifferences = differences > 0
        json = .object([
            "chains": .array(chains), "netPay": .array(nets), "w2": .array(forms),
            "year": .int(input.budget.year),
            "schema": .string("pf.reconcile/1"), "differences": .int(differences),
            "hasYnabRows": .bool(hasRows),
        ])
    }

    private static func stubs(_ input: FlowInput, _ key: EmployerRecord.Key) -> [Paystub] {
        let stubs = input.documents.compactMap { document -> Paystub? in
            guard case .paystub(let stub) = document.content, stub.payDate.year == input.budget.year,
                stub.payDate <= input.asOf,
                EmployerRecord.Key(earner: document.earner, employer: stub.employer) == key
            else { return nil }
            return stub
        }
        return stubs.sorted { $0.payDate < $1.payDate }
    }

    /// A line of a stub, whatever its printed label.
    private struct Label: Hashable {
        var section: PaystubSection
        var name: String
    }

    /// Labels for which the later year to date is not the earlier one and the current amount.
    private static func gaps(_ earlier: Paystub, _ later: Paystub) throws -> [String] {
        var expected: [Label: Int] = [:]
        func add(_ line: PaystubLine, _ cents: Int) throws {
            guard line.section != .deposits else { return }
            let label = Label(section: line.section, name: line.label ?? line.rawLabel)
            expected[label] = try Cents.add(expected[label] ?? 0, cents)
        }
        for line in earlier.lines { try add(line, line.ytdCents ?? 0) }
        for line in later.lines { try add(line, Cents.subtract(line.currentCents ?? 0, line.ytdCents ?? 0)) }
        return expected.filter { $0.value != 0 }.keys.map { "\($0.section.rawValue)[\"\($0.name)\"]" }
            .sorted(by: JSON.precedes)
    }

    private static func chain(
        _ record: EmployerRecord, _ earlier: Paystub, _ later: Paystub, _ labels: [String]
    ) -> JSON {
        .object([
            "earner": .string(record.key.earner), "employer": .string(record.employer),
            "from": .string(earlier.payDate.description), "to": .string(later.payDate.description),
            "finding": labels.isEmpty ? .null : .string("paystub.missing"), "labels": .strings(labels),
        ])
    }

    private static func inflow(
        _ stub: Paystub, _ record: EmployerRecord, _ input: FlowInput, except used: Set<String>
    ) -> YnabRow? {
        let payees = Set(
            input.budget.employments.filter {
                EmployerRecord.Key(earner: $0.earner, employer: $0.employer) == record.key
            }.compactMap(\.payee))
        let near = input.ynabRows.filter { row in
            guard case .inflow = row.kind, let net = stub.netCents, row.amountCents == net,
                !used.contains(row.id)
            else { return false }
            let distance = abs(row.day.number - stub.payDate.number)
            return distance <= payDaySlackDays && (payees.isEmpty || payees.contains(row.payee))
        }
        return near.min {
            let (a, b) = (abs($0.day.number - stub.payDate.number), abs($1.day.number - stub.payDate.number))
            return a != b ? a < b : $0.id < $1.id
        }
    }

    private static func net(_ record: EmployerRecord, _ stub: Paystub, _ row: YnabRow?) -> JSON {
        .object([
            "earner": .string(record.key.earner), "employer": .string(record.employer),
            "payDate": .string(stub.payDate.description), "netCents": .int(stub.netCents),
            "ynabDay": .string(row?.day.description), "status": .string(row == nil ? "notSeen" : "matched"),
        ])
    }

    /// W-2 against the last stub, for each mapping item that both have.
    private static func forms(
        _ input: FlowInput, _ record: EmployerRecord
    ) throws -> [(json: JSON, isDifferent: Bool)] {
        guard !record.forms.isEmpty, let stub = record.stub else { return [] }
        let reader = ActualReader(parameters: ParameterTable(parameters: input.parameters))
        return try input.mapping.items.compactMap { item in
            var (onForm, onStub) = (item, item)
            onForm.sources = item.sources.filter { if case .w2 = $0 { true } else { false } }
            onStub.sources = item.sources.filter { if case .paystub = $0 { true } else { false } }
            guard let form = try reader.read(onForm, record), let last = try reader.read(onStub, record)
            else {
                return nil
            }
            let (a, b) = (try form.cents(), try last.cents())
            let isDifferent = try Cents.subtract(a, b).magnitude > UInt(toleranceCents)
            let json = JSON.object([
                "earner": .string(record.key.earner), "employer": .string(record.employer),
                "id": .string(item.id),
                "w2Cents": .int(a), "stubCents": .int(b),
                "payDate": .string(stub.content.payDate.description),
                "status": .string(isDifferent ? "differs" : "equal"),
            ])
            return (json, isDifferent)
        }
    }
}
