/// A field with values on the command line: `rate`, `rate=0.5..8 step 0.5`, `cluster.v100=8..64/4` or `rate=1,2,5`.
enum FieldValues {
    /// The field, and its values where some are given.
    ///
    /// - Parameters:
    ///   - text: As on the command line.
    ///   - flag: For messages.
    ///   - endsOnly: Whether a range without a step stands for its ends.
    /// - Returns: Values in the order given; nil = none were.
    /// - Throws: ``SweepError/badArgument(name:found:expected:)``.
    static func split(
        _ text: String, flag: String, endsOnly: Bool = false
    ) throws(SweepError) -> (field: String, values: [String]?) {
        guard let sign = text.firstIndex(of: "=") else { return (text, nil) }
        let field = String(text[..<sign])
        let given = String(text[text.index(after: sign)...])
        var values: [String] = []
        for part in given.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
            guard ValueRange.isRange(part) else {
                values.append(part)
                continue
            }
            let ends = part.split(separator: "..", omittingEmptySubsequences: false).map(String.init)
            if endsOnly, ends.count == 2, ends.allSatisfy({ Decimal($0) != nil }) {
                values += ends
                continue
            }
            do throws(ValueRange.Problem) {
                values += try ValueRange(part).values
            } catch {
                throw .badArgument(name: flag, found: error.found, expected: error.expected)
            }
        }
        for value in values where Decimal(value) == nil {
            throw .badArgument(
                name: flag, found: text, expected: "NAME=FIRST..LAST/STEP or NAME=NUMBER,NUMBER")
        }
        return (field, values)
    }
}
