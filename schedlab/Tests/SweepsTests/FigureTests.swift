import Drawing
import Foundation
import KitTesting
import Sweeps
import TestSupport
import Testing

@Suite("figures of sweeps")
struct FigureTests {
    @Test(
        "every figure of the catalogue has a sweep, series that its points have, and published values in order"
    )
    func catalogue() throws {
        #expect(
            FigureCatalogue.names == [
                "gavel-9", "gavel-10", "gavel-11", "fgd-7a", "fgd-7b", "fgd-9a", "fgd-9b",
            ])
        for name in FigureCatalogue.names {
            let request = try #require(try FigureCatalogue.request(name))
            let text = try #require(FigureCatalogue.sweepText(name))
            let plan = try SweepPlan(try SweepFile.definition(text, path: name), engine: "test")
            for series in request.series {
                let condition = try #require(series.condition)
                #expect(
                    plan.points.contains {
                        condition.holds($0.value) && request.condition?.holds($0.value) ?? true
                    }, "\(name): \(series.name)")
                let xs = series.published.map(\.x)
                #expect(xs == xs.sorted())
            }
            #expect(!request.source.isEmpty && request.series.contains { !$0.published.isEmpty }, "\(name)")
        }
    }

    @Test("published values are those of the papers, one by one where it is easily got wrong")
    func publishedValues() throws {
        let value = { (figure: String, series: String, x: Double) -> Double? in
            try FigureCatalogue.request(figure)?.series.first { $0.name == series }?.published.first {
                $0.x == x
            }?.y
        }
        #expect(try value("gavel-9", "LAS", 5.6) == 95.99)
        #expect(try value("gavel-9", "Gavel LAS", 5.6) == 28.96)
        #expect(try value("gavel-10", "LAS", 2.6) == 70.54)
        // Another's page showed its own LAS as this curve.
        #expect(try value("gavel-11", "FTF", 2.6) == 64.38)
        #expect(try value("gavel-11", "Gavel FTF", 2.6) == 33.90)
        // Rate and total are two figures; another's page drew the second as the first.
        #expect(abs((try value("fgd-7a", "FGD", 80) ?? 0) - 29.86) < 0.01)
        #expect(abs((try value("fgd-7b", "FGD", 80) ?? 0) - 5.97) < 0.01)
        #expect(abs((try value("fgd-9a", "FGD", 100) ?? 0) - (100 - 95.23)) < 0.01)
        #expect(try value("fgd-9b", "FGD", 20) == 258)
    }

    @Test("an axis that no sweep has, or that is no number, is told with those that vary")
    func badAxis() throws {
        let text =
            "cluster: 2:2:2\nworkload: gavel\npolicy: [fifo, fifo_perf]\nrate: 1..2\nseeds: 0-1\njobs: 5\n"
        let plan = try SweepPlan(try SweepFile.definition(text, path: "s"), engine: "test")
        let folder = try TemporaryFolder.make("figures")
        let results = SweepResults(plan, store: try ResultStore(path: folder.path + "/store"))
        for x in ["policy", "jobs", "seed", "nonsense"] {
            let request = FigureRequest(
                name: "a", figure: "averageJCTSeconds", form: .plain, x: x, condition: nil, yLimit: nil)
            do {
                _ = try FigureData(request, results)
                Issue.record("\(x) was taken")
            } catch {
                #expect("\(error)".contains("fields that vary: policy, rate"), "\(error)")
            }
        }
    }

    @Test("residuals are of the points that the published values are of, not of the mean over all seeds")
    func comparable() throws {
        let text = "cluster: 2:2:2\nworkload: gavel\npolicy: fifo\nrate: [0.1, 0.2]\nseeds: 0-2\njobs: 5\n"
        let plan = try SweepPlan(try SweepFile.definition(text, path: "s"), engine: "test")
        let store = try ResultStore(path: try TemporaryFolder.make("comparable").path + "/store")
        try store.prepare()
        _ = try SweepRunner(plan, store: store) { 0 }.run(plan.points, threads: 1, watcher: Silent())
        let results = SweepResults(plan, store: store)
        var request = FigureRequest(
            name: "a", figure: "averageJCTSeconds", form: .plain, x: "rate", condition: nil, yLimit: nil)
        var series = try #require(try FigureCatalogue.request("gavel-9")?.series.first)
        (series.condition, series.published) = (nil, [(0.1, 1000)])
        request.series = [series]
        let residual = { try FigureData(request, results).series[0].places.map(\.residual) }
        let values = try results.values(of: "averageJCTSeconds").compactMap { $0.flatMap(Double.init) }
        #expect(Set(values).count == 6)
        let mean = (values[0] + values[1] + values[2]) / 3
        #expect(try residual() == [mean - 1000, nil])
        request.comparable = try Condition("seed=1")
        #expect(try residual() == [values[1] - 1000, nil])
        #expect(
            FigureTable(try FigureData(request, results), command: "c").text.contains(
                "residuals of seed=1: 1 place"))
        request.comparable = try Condition("seed=7")
        #expect(try residual() == [nil, nil])
    }

    private struct Silent: SweepRunner.Watcher {
        func began(_ point: SweepPoint) {}
        func ended(_ point: SweepPoint, _ outcome: SweepRunner.Outcome) {}
    }
}
