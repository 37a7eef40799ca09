import Household
import Money

/// The pay equations, exact, for the period and for the year to date.
///
/// E1: earnings = gross. E2: gross - taxes - retirement - deductions - equity = net. E3: deposits = net.
enum PaystubEquations {
    /// The sections that lower net pay.
    static let lowering: [PaystubSection] = [.taxes, .retirement, .deductions, .equity]

    /// One of the two columns.
    struct Side {
        let name: String
        let amount: (PaystubLine) -> Int?
        let gross: Int?
        let net: Int?
    }

    static func sides(of stub: Paystub) -> [Side] {
        [
            Side(name: "current", amount: \.currentCents, gross: stub.grossCents, net: stub.netCents),
            Side(name: "year to date", amount: \.ytdCents, gross: stub.grossYtdCents, net: stub.netYtdCents),
        ]
    }

    /// The stub with deductions counted as positive, by the sign for which E2 holds; nil when none does.
    ///
    /// Sums of zero prove neither sign unless every amount is zero.
    static func signed(_ stub: Paystub) -> Paystub? {
        let isPrinted = holdsNet(stub)
        var negated = stub
        for index in negated.lines.indices where lowering.contains(negated.lines[index].section) {
            negated.lines[index].currentCents = negated.lines[index].currentCents.map { -$0 }
            negated.lines[index].ytdCents = negated.lines[index].ytdCents.map { -$0 }
        }
        let isNegated = holdsNet(negated)
        if isPrinted && isNegated { return negated == stub || isWithoutDeductions(stub) ? stub : nil }
        return isPrinted ? stub : isNegated ? negated : nil
    }

    private static func isWithoutDeductions(_ stub: Paystub) -> Bool {
        stub.lines.allSatisfy { line in
            !lowering.contains(line.section) || ((line.currentCents ?? 0) == 0 && (line.ytdCents ?? 0) == 0)
        }
    }

    private static func holdsNet(_ stub: Paystub) -> Bool {
        sides(of: stub).allSatisfy { side in
            guard let gross = side.gross, let net = side.net,
                let lowered = sum(stub, lowering, side.amount), let rest = try? Cents.subtract(gross, lowered)
            else { return false }
            return rest == net
        }
    }

    /// Labels that are unknown and equations that do not hold.
    static func findings(for stub: Paystub) -> [Finding] {
        var findings: [Finding] = []
        for side in sides(of: stub) {
            findings += earnings(stub, side)
            findings += net(stub, side)
            findings += deposits(stub, side)
        }
        findings += stub.lines.filter { $0.label == nil }.map { line in
            Finding(
                code: "paystub.unknownLabel",
                message: "\(line.section.rawValue): the label \"\(line.rawLabel)\" is unknown; "
                    + "add it to the layout file, or give lines.N.label")
        }
        // One code once: people correct the kind, the messages say where.
        return merged(findings)
    }

    /// Findings with one entry for each code, in their order.
    static func merged(_ findings: [Finding]) -> [Finding] {
        var merged: [Finding] = []
        for finding in findings {
            if let index = merged.firstIndex(where: { $0.code == finding.code }) {
                guard merged[index].message != finding.message else { continue }
                merged[index] = Finding(
                    code: finding.code, message: merged[index].message + "; " + finding.message)
            } else {
                merged.append(finding)
            }
        }
        return merged
    }

    private static func earnings(_ stub: Paystub, _ side: Side) -> [Finding] {
        let total = sum(stub, [.earnings], side.amount)
        guard total == nil || total != side.gross else { return [] }
        return [
            Finding(
                code: "paystub.grossMismatch",
                message: "E1, \(side.name): earnings add up to \(Cents.text(total)); "
                    + "gross pay is \(Cents.text(side.gross))")
        ]
    }

    private static func net(_ stub: Paystub, _ side: Side) -> [Finding] {
        var rest: Int?
        if let gross = side.gross, let lowered = sum(stub, lowering, side.amount) {
            rest = try? Cents.subtract(gross, lowered)
        }
        guard rest == nil || rest != side.net else { return [] }
        return [
            Finding(
                code: "paystub.netMismatch",
                message: "E2, \(side.name): gross - taxes - retirement - deductions - equity is "
                    + "\(Cents.text(rest)); net pay is \(Cents.text(side.net))")
        ]
    }

    /// E3, once E2 proves net pay.
    private static func deposits(_ stub: Paystub, _ side: Side) -> [Finding] {
        guard hasDeposits(stub, side), net(stub, side).isEmpty else { return [] }
        let total = sum(stub, [.deposits], side.amount)
        if let total, let net = side.net, let rest = try? Cents.subtract(net, total) {
            if rest == 0 || isUnlistedRest(rest, of: net) { return [] }
        }
        return [
            Finding(
                code: "paystub.depositMismatch",
                message: "E3, \(side.name): deposits add up to \(Cents.text(total)); "
                    + "net pay is \(Cents.text(side.net))")
        ]
    }

    /// What people should know of a stub that is accepted all the same; one line each.
    static func notes(for stub: Paystub) -> [String] {
        sides(of: stub).compactMap { side in
            guard hasDeposits(stub, side), let net = side.net,
                let total = sum(stub, [.deposits], side.amount),
                let rest = try? Cents.subtract(net, total), isUnlistedRest(rest, of: net)
            else { return nil }
            return "\(side.name): the deposits leave \(Cents.text(rest)) of net pay out; E1 and E2 hold, "
                + "and no figure of the flow is made of deposits"
        }
    }

    private static func hasDeposits(_ stub: Paystub, _ side: Side) -> Bool {
        stub.lines.contains { $0.section == .deposits && side.amount($0) != nil }
    }

    /// Whether a small rest of net pay may have gone where the stub lists no deposit.
    ///
    /// Deposits may not exceed net pay. What they leave out is under 1 % of it and not whole dollars, as a lost
    /// row would be; and it is not what one wrong digit or two swapped neighbours make.
    private static func isUnlistedRest(_ cents: Int, of net: Int) -> Bool {
        guard cents > 0, cents < net / 100, cents % 100 != 0 else { return false }
        var digits = cents
        while digits % 10 == 0 { digits /= 10 }
        let isOneDigit = digits <= 9
        let isSwap = digits % 9 == 0 && digits <= 81
        return !isOneDigit && !isSwap
    }

    private static func sum(
        _ stub: Paystub, _ sections: [PaystubSection], _ amount: (PaystubLine) -> Int?
    ) -> Int? {
        try? Cents.sum(stub.lines.filter { sections.contains($0.section) }.compactMap(amount))
    }
}
