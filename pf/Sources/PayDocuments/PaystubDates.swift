import Money
import Rules

/// The dates of a paystub, right of their labels or under them.
struct PaystubDates {
    let payDate: CalendarDay
    let begin: CalendarDay?
    let end: CalendarDay?

    /// A date stands this far below its label at most, in points.
    private static let lowerDistance = 26.0

    /// Reads them on all pages; each must be the same wherever it stands.
    ///
    /// - Throws: ``PayDocumentError`` when there is not one pay date.
    static func read(_ pageRows: [[Row]], layout: Layout) throws(PayDocumentError) -> PaystubDates {
        var found: [Layout.Field: [[CalendarDay]]] = [:]
        for rows in pageRows {
            for (index, row) in rows.enumerated() {
                for label in labels(in: row, layout) {
                    let days = days(of: label, row, rows[(index + 1)...])
                    if !days.isEmpty { found[label.field, default: []].append(days) }
                }
            }
        }
        func first(_ field: Layout.Field, _ position: Int = 0) -> CalendarDay? {
            let days = Set((found[field] ?? []).compactMap { $0.count > position ? $0[position] : nil })
            return days.count == 1 ? days.first : nil
        }
        guard let payDate = first(.payDate) else {
            let count = Set((found[.payDate] ?? []).compactMap(\.first)).count
            throw PayDocumentError(
                code: "paystub.noPayDate",
                description:
                    "\(count == 0 ? "no" : "more than one") pay date; expected one such as 09/15/2026 "
                    + "beside or under a label of the layout file's fields; add the label there")
        }
        return PaystubDates(
            payDate: payDate, begin: first(.period) ?? first(.periodBegin),
            end: first(.period, 1) ?? first(.periodEnd))
    }

    private struct Label {
        var field: Layout.Field
        var range: Range<Int>
    }

    private static func labels(in row: Row, _ layout: Layout) -> [Label] {
        let texts = row.words.map { bare($0.text) }
        var labels: [Label] = []
        for (field, words) in layout.fields {
            let wanted = words.map(bare)
            guard texts.count >= wanted.count, !wanted.isEmpty else { continue }
            for start in 0...(texts.count - wanted.count) {
                let range = start..<(start + wanted.count)
                guard texts[range].elementsEqual(wanted),
                    !labels.contains(where: { $0.range.overlaps(range) })
                else { continue }
                labels.append(Label(field: field, range: range))
            }
        }
        return labels
    }

    private static func bare(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix(":") ? String(lower.dropLast()) : lower
    }

    private static func days(of label: Label, _ row: Row, _ below: ArraySlice<Row>) -> [CalendarDay] {
        let right = row.words[label.range.upperBound...].prefix { word in
            DateToken.day(word.text) != nil
                || ["-", "\u{2013}", "to", "through"].contains(word.text.lowercased())
        }
        let days = right.compactMap { DateToken.day($0.text) }
        if !days.isEmpty { return Array(days.prefix(label.field == .period ? 2 : 1)) }
        let first = row.words[label.range.lowerBound]
        let last = row.words[label.range.upperBound - 1]
        for lower in below
        where lower.yCentre - row.yCentre < lowerDistance && lower.yCentre - row.yCentre > 4 {
            let under = lower.words.filter { $0.xMax > first.xMin - 4 && $0.xMin < last.xMax + 30 }
            let days = under.compactMap { DateToken.day($0.text) }
            if !days.isEmpty { return Array(days.prefix(label.field == .period ? 2 : 1)) }
        }
        return []
    }
}
