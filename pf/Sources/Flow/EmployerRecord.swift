import Household
import Money

/// The documents of one earner at one employer, and what is left of the year there.
struct EmployerRecord {
    /// Who works where; names are compared without case, spaces and punctuation, because a W-2 and a paystub
    /// of the same employer rarely print its name alike.
    struct Key: Hashable {
        var earner: String
        var employer: String

        init(earner: String, employer: String) {
            self.earner = earner
            let name = employer.lowercased().unicodeScalars.filter {
                $0.properties.isAlphabetic || $0.properties.numericType != nil
            }
            self.employer = String(String.UnicodeScalarView(name))
        }
    }

    /// A form with the document that it stands in.
    struct Form {
        var content: WageStatement
        var sha256: String
    }

    /// The latest stub with the document that it stands in.
    struct Stub {
        var content: Paystub
        var sha256: String
    }

    var key: Key
    /// The name as the budget or else the first document has it.
    var employer: String
    /// In an order that does not depend on the order of saving.
    var forms: [Form]
    /// The latest until the day.
    var stub: Stub?
    /// Pay dates after the latest stub.
    var payDatesLeft: Int
    /// Planned events after the latest stub.
    var events: [IncomeEvent]
    /// Whether nothing more comes this year.
    var isClosed: Bool

    /// A pay date may be moved by a bank holiday; what is due this many days after a stub is that stub.
    static let payDateSlackDays = 4
}

extension EmployerRecord {
    /// The employers of the year: in the order of employments, others after, by earner and name.
    static func all(_ input: FlowInput) -> [EmployerRecord] {
        let year = input.budget.year
        var forms: [Key: [Form]] = [:]
        var stubs: [Key: [Stub]] = [:]
        var names: [Key: String] = [:]
        for document in input.documents where document.content.taxYear == year {
            let key = Key(earner: document.earner, employer: document.content.employer)
            switch document.content {
            case .w2(let form): forms[key, default: []].append(Form(content: form, sha256: document.sha256))
            case .paystub(let stub):
                guard stub.payDate <= input.asOf else { continue }
                stubs[key, default: []].append(Stub(content: stub, sha256: document.sha256))
            }
            let name = document.content.employer
            if let known = names[key], known.utf8.lexicographicallyPrecedes(name.utf8) { continue }
            names[key] = name
        }
        return order(names, input).map { key, name in
            record(key, name: name, forms: forms[key] ?? [], stubs: stubs[key] ?? [], input)
        }
    }

    /// Employments of the year that have no document.
    static func missing(_ records: [EmployerRecord], _ input: FlowInput) -> [FlowReport.MissingEmployment] {
        let known = Set(records.filter { !$0.forms.isEmpty || $0.stub != nil }.map(\.key))
        var seen: Set<Key> = []
        return employments(input).compactMap { employment in
            let key = Key(earner: employment.earner, employer: employment.employer)
            guard !known.contains(key), seen.insert(key).inserted else { return nil }
            return FlowReport.MissingEmployment(earner: employment.earner, employer: employment.employer)
        }
    }

    /// The employments that overlap the year.
    private static func employments(_ input: FlowInput) -> [Employment] {
        let year = input.budget.year
        return input.budget.employments.filter {
            ($0.start?.year ?? year) <= year && ($0.end?.year ?? year) >= year
        }
    }

    private static func order(_ names: [Key: String], _ input: FlowInput) -> [(Key, String)] {
        var ordered: [(Key, String)] = []
        var seen: Set<Key> = []
        for employment in input.budget.employments {
            let key = Key(earner: employment.earner, employer: employment.employer)
            if names[key] != nil, seen.insert(key).inserted { ordered.append((key, employment.employer)) }
        }
        let others = names.filter { !seen.contains($0.key) }.sorted {
            $0.key.earner != $1.key.earner
                ? $0.key.earner.utf8.lexicographicallyPrecedes($1.key.earner.utf8)
                : $0.value.utf8.lexicographicallyPrecedes($1.value.utf8)
        }
        return ordered + others.map { ($0.key, $0.value) }
    }

    private static func record(
        _ key: Key, name: String, forms: [Form], stubs: [Stub], _ input: FlowInput
    ) -> EmployerRecord {
        let stub = stubs.max {
            $0.content.payDate != $1.content.payDate
                ? $0.content.payDate < $1.content.payDate : $0.sha256 < $1.sha256
        }
        let since = stub?.content.payDate
        let employments = employments(input).filter { Key(earner: $0.earner, employer: $0.employer) == key }
        let dates = Set(
            employments.flatMap { employment in
                employment.schedule.payDates(in: input.budget.year).filter {
                    (employment.start ?? $0) <= $0 && $0 <= (employment.end ?? $0)
                }
            })
        return EmployerRecord(
            key: key, employer: name,
            forms: forms.sorted { ($0.content.ein, $0.sha256) < ($1.content.ein, $1.sha256) }, stub: stub,
            payDatesLeft: since.map { day in dates.count { $0 > day.adding(days: payDateSlackDays) } } ?? 0,
            events: input.budget.events.filter { event in
                Key(earner: event.earner, employer: event.employer) == key
                    && since.map { event.date > $0 } ?? false
                    && event.date.year == input.budget.year
            },
            isClosed: !forms.isEmpty || input.asOf >= CalendarDay.lastDay(of: input.budget.year))
    }
}
