import Metrics
import Testing

@Suite("The curve of a fill")
struct FillCurveTests {
    @Test("records count for the per cent that their demand rounds to, half to even")
    func bins() {
        var curve = FillCurve(capacityMilli: 100_000, lastPercent: 4)
        for (arrived, used) in [(400, 400), (500, 500), (1500, 1500), (2500, 2000)] {
            curve.record(
                arrivedMilli: arrived, usedMilli: used, idleMilli: 100_000 - used, fragmentMilli: 1000,
                occupiedNodes: 1)
        }
        let rows = curve.rows
        #expect(rows.map(\.demandPercent) == [0, 1, 2, 3, 4])
        // 0.5 rounds to 0, 1.5 and 2.5 to 2.
        #expect(rows[0].allocatedPercent == 0.45)
        #expect(rows[2].allocatedPercent == 1.75)
        #expect(rows[1].allocatedPercent == 1.1, "none of its own: those of its neighbours (1.1 of 1.1)")
        #expect(rows[3].allocatedPercent == 1.75, "a neighbour's")
        #expect(rows[4].allocatedPercent == nil)
        #expect(rows[0].fragmentationOfTotalPercent == 1)
    }

    @Test("a demand of 101.5 per cent is a tie although its fraction is not")
    func tie() {
        var curve = FillCurve(capacityMilli: 6_212_000, lastPercent: 130)
        curve.record(arrivedMilli: 6_305_180, usedMilli: 0, idleMilli: 1, fragmentMilli: 0, occupiedNodes: 0)
        #expect(curve.rows[102].allocatedPercent == 0)
        #expect(curve.rows[100].allocatedPercent == nil)
    }

    @Test("nothing idle leaves the rate out, not the row")
    func full() {
        var curve = FillCurve(capacityMilli: 1000, lastPercent: 100)
        curve.record(arrivedMilli: 1000, usedMilli: 1000, idleMilli: 0, fragmentMilli: 0, occupiedNodes: 1)
        #expect(curve.rows[100].fragmentationRatePercent == nil)
        #expect(curve.rows[100].allocatedPercent == 100)
    }
}
