import Foundation
import TestSupport
import Testing
import Workload

@Suite("CPython's Mersenne Twister")
struct CPythonRandomTests {
    /// What CPython 3 prints for `random.seed(0)` and `random.seed(1)`.
    @Test("the first draws of seeds 0 and 1 are Python's")
    func knownDraws() {
        var zero = CPythonRandom(seed: 0)
        #expect(zero.random() == 0.8444218515250481)
        #expect(zero.random() == 0.7579544029403025)
        var one = CPythonRandom(seed: 1)
        #expect(one.random() == 0.13436424411240122)
        var words = CPythonRandom(seed: 0)
        #expect((0..<3).map { _ in words.nextUInt32() } == [3_626_764_237, 1_654_615_998, 3_255_389_356])
    }

    @Test("indices stay below the count and shuffles are permutations", arguments: 1...40)
    func ranges(count: Int) {
        var random = CPythonRandom(seed: UInt64(count))
        for _ in 0..<200 { #expect((0..<count).contains(random.index(below: count))) }
        var elements = Array(0..<count)
        random.shuffle(&elements)
        #expect(elements.sorted() == Array(0..<count))
    }

    @Test(
        "every stored vector of eight seeds is reproduced",
        .enabled(if: Places.hasReference, "\(Places.referenceReason)"))
    func storedVectors() throws {
        let data = try Data(contentsOf: Places.gavel.appendingPathComponent("mt19937_vectors.json"))
        let vectors = try JSONDecoder().decode([String: Vector].self, from: data)
        #expect(vectors.count >= 8)
        for (text, vector) in vectors {
            let seed = try #require(UInt64(text))
            var words = CPythonRandom(seed: seed)
            #expect(vector.u32.map { _ in words.nextUInt32() } == vector.u32, "seed \(seed)")
            var numbers = CPythonRandom(seed: seed)
            #expect(vector.random.map { _ in numbers.random() } == vector.random, "seed \(seed)")
            var choices = CPythonRandom(seed: seed)
            #expect(vector.choice26.map { _ in choices.index(below: 26) } == vector.choice26, "seed \(seed)")
            var shuffler = CPythonRandom(seed: seed)
            for expected in vector.shuffle3 {
                var types = ["v100", "p100", "k80"]
                shuffler.shuffle(&types)
                #expect(types == expected, "seed \(seed)")
            }
        }
    }

    private struct Vector: Decodable {
        var u32: [UInt32]
        var random: [Double]
        var choice26: [Int]
        var shuffle3: [[String]]

        enum CodingKeys: String, CodingKey {
            case u32, random, choice26, shuffle3
        }
    }
}
