private import Cluster
internal import Recording

/// How fast classes of jobs run on the types of a cluster, by the fastest of them.
struct ClassSpeeds {
    private let typeCount: Int
    /// Speed by that of the fastest type, by class and type; 0 = not known.
    private var relative: [Double] = []
    /// Work per second on the fastest type, by class; 0 = not known.
    private var fastest: [Double] = []
    private let secondsPerMove: Double

    init(_ record: RunRecord) {
        let types = record.provenance.layout.types
        typeCount = types.count
        secondsPerMove = record.provenance.secondsPerMove
        for described in record.classes {
            let rates = types.indices.map { $0 < described.rates.count ? described.rates[$0] : 0 }
            let usable = types.indices.filter {
                described.acceptedTypes.isEmpty || described.acceptedTypes.contains(types[$0].name)
            }
            let best = usable.reduce(0) { max($0, rates[$1]) }
            fastest.append(best)
            relative += rates.map { best > 0 ? $0 / best : 0 }
        }
    }

    /// Whether any speed is known.
    var areKnown: Bool { fastest.contains { $0 > 0 } }

    /// Speed on a type by that on the fastest; nil = not known.
    func speed(classIndex: Int, type: Int) -> Double? {
        let speed = relative[classIndex * typeCount + type]
        return speed > 0 ? speed : nil
    }

    /// Work per second on the fastest type; 0 = not known.
    func best(classIndex: Int) -> Double { fastest[classIndex] }

    /// Seconds without work after a move.
    func secondsPerMove(classIndex: Int) -> Double { secondsPerMove }
}
