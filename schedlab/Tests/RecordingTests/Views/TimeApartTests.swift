import Cluster
import KitTesting
import Testing

@testable import Recording
@testable import Views

@Suite("A job's time taken apart")
struct TimeApartTests {
    /// Two nodes of four GPUs, one of two.
    private static let layout = try? ClusterLayout(
        name: "c",
        groups: [
            .init(gpuType: "a", nodeCount: 2, gpusPerNode: 4),
            .init(gpuType: "a", nodeCount: 1, gpusPerNode: 2),
        ])

    private static func spread() throws -> NodeSpread { NodeSpread(try #require(layout)) }

    private static func placed(_ gpus: [Int32], atSeconds now: Double) -> RecordedPlacement {
        RecordedPlacement(nowSeconds: now, job: 0, type: 0, gpus: GPURuns(gpus), milliPerGPU: 1000)
    }

    /// A job that arrived at 0 s and got GPUs at 100 s.
    private static func apart(_ tally: JobTally, endSeconds: Double, fastestSeconds: Double?) -> TimeApart {
        TimeApart(
            tally, arrivalSeconds: 0, firstStartSeconds: 100, endSeconds: endSeconds,
            fastestSeconds: fastestSeconds)
    }

    private static func sum(_ apart: TimeApart) -> Double {
        [
            apart.idealSeconds, apart.waitingSeconds, apart.slowerTypeSeconds, apart.spanningSeconds,
            apart.movingSeconds, apart.sharingSeconds, apart.otherSeconds,
        ].filter { !$0.isNaN }.reduce(0, +)
    }

    @Test(
        "GPUs are wide where fewer nodes would have had so many",
        arguments: [
            ([0], false), ([0, 1], false), ([3, 4], true), ([8, 9], false), ([0, 1, 2, 3], false),
            ([0, 1, 8, 9], true), ([0, 1, 2, 3, 4, 5], false), ([0, 1, 2, 4, 8, 9], true),
            ([4, 3, 5, 2], true),
        ] as [([Int32], Bool)])
    func wide(gpus: [Int32], isWide: Bool) throws {
        #expect(try Self.spread().isWide(GPURuns(gpus), type: 0) == isWide)
    }

    @Test("what more nodes than it needs took longer is a part of its own")
    func spanning() throws {
        var tally = JobTally(secondsPerMove: 10)
        tally.begin(Self.placed([3, 4], atSeconds: 100), try Self.spread())
        tally.end(atSeconds: 1100, isCredited: true, 0.5)
        tally.begin(Self.placed([0, 1], atSeconds: 1100), try Self.spread())
        tally.end(atSeconds: 1310, isCredited: true, 1)
        tally.begin(Self.placed([0, 1], atSeconds: 1400), try Self.spread())
        tally.end(atSeconds: 1450, isCredited: false, 1)
        // At full speed it would have done 500 + 200 s of work; it had 600 to do.
        let apart = Self.apart(tally, endSeconds: 1450, fastestSeconds: 600)
        #expect(apart.idealSeconds == 600 && apart.waitingSeconds == 100 && apart.slowerTypeSeconds == 500)
        #expect(apart.spanningSeconds == 100 && apart.movingSeconds == 10 && apart.sharingSeconds == 90)
        #expect(apart.otherSeconds == 50)
        #expect(Self.sum(apart) == 1450)
    }

    @Test("a job that ran faster across nodes gained there")
    func gain() throws {
        var tally = JobTally(secondsPerMove: 0)
        tally.begin(Self.placed([3, 4], atSeconds: 100), try Self.spread())
        tally.end(atSeconds: 1100, isCredited: true, 1)
        let apart = Self.apart(tally, endSeconds: 1100, fastestSeconds: 1200)
        #expect(apart.spanningSeconds == -200 && apart.otherSeconds == 0)
        #expect(Self.sum(apart) == 1100)
    }

    @Test("of a job that is not over and worked across nodes, ideal and spanning are not known")
    func unfinished() throws {
        var tally = JobTally(secondsPerMove: 0)
        tally.begin(Self.placed([3, 4], atSeconds: 100), try Self.spread())
        tally.end(atSeconds: 1100, isCredited: true, 0.5)
        let apart = Self.apart(tally, endSeconds: 1100, fastestSeconds: nil)
        #expect(apart.idealSeconds.isNaN && apart.spanningSeconds.isNaN)
        #expect(apart.slowerTypeSeconds == 500 && apart.otherSeconds == 500)
        #expect(Self.sum(apart) == 1100)
    }

    @Test("the parts add up whatever happened", arguments: 0..<200 as Range<UInt64>)
    func addUp(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var tally = JobTally(secondsPerMove: Double.random(in: 0...60, using: &random))
        var now = 100.0
        for _ in 0..<Int.random(in: 1...30, using: &random) {
            let count = Int.random(in: 1...6, using: &random)
            let gpus = (0..<10 as Range<Int32>).shuffled(using: &random).prefix(count)
            tally.begin(Self.placed(Array(gpus), atSeconds: now), try Self.spread())
            now += Double.random(in: 0...500, using: &random)
            let speed = seed % 10 == 9 ? nil : Double.random(in: 0.1...1, using: &random)
            tally.end(atSeconds: now, isCredited: Bool.random(using: &random), speed)
            if Bool.random(using: &random) { now += Double.random(in: 0...500, using: &random) }
        }
        let isDone = Bool.random(using: &random)
        let apart = Self.apart(
            tally, endSeconds: now,
            fastestSeconds: isDone ? tally.fastestSeconds * Double.random(in: 0.5...1, using: &random) : nil)
        #expect(abs(Self.sum(apart) - now) < 1e-6 * now)
        #expect(apart.spanningSeconds.isNaN || apart.spanningSeconds <= tally.wideSeconds)
    }
}
