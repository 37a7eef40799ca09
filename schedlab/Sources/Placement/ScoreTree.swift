/// The nodes' scores for one shape of demand, as a tournament: the winner is known, a change costs
/// O(log nodes).
///
/// Leaves lie in order of rank; of equal scores the lower rank wins.
struct ScoreTree {
    /// Score of a node that has no room.
    static let noRoom: Int32 = -1

    private var tree: [Int32]
    private let leafCount: Int
    /// Nodes that have room.
    private(set) var candidateCount = 0

    /// A tree in which no node has room yet.
    init(nodeCount: Int) {
        var leaves = 1
        while leaves < nodeCount { leaves *= 2 }
        leafCount = leaves
        tree = Array(repeating: Self.noRoom, count: 2 * leaves)
    }

    /// Sets the score of the node with a rank.
    mutating func set(rank: Int, _ score: Int32) {
        var position = leafCount + rank
        let before = tree[position]
        guard before != score else { return }
        if before == Self.noRoom { candidateCount += 1 }
        if score == Self.noRoom { candidateCount -= 1 }
        tree[position] = score
        while position > 1 {
            position /= 2
            let winner = max(tree[2 * position], tree[2 * position + 1])
            if tree[position] == winner { return }
            tree[position] = winner
        }
    }

    /// The best nodes' ranks and scores, best first, ties by lower rank.
    ///
    /// - Parameter limit: How many at most, >= 1.
    /// - Returns: Fewer when fewer have room.
    /// - Complexity: O(limit · (limit + log nodes)).
    func best(_ limit: Int) -> [(rank: Int, score: Int32)] {
        guard tree[1] != Self.noRoom else { return [] }
        var best: [(rank: Int, score: Int32)] = []
        best.reserveCapacity(limit)
        // A placement asks for this; on the stack it costs no allocation but the answer's.
        let most = limit * (leafCount.trailingZeroBitCount + 1) + 1
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: most) { open in
            // Subtrees that may hold the next best; of equal ones the one with the lowest ranks goes first.
            open[0] = 1
            var openCount = 1
            while best.count < limit && openCount > 0 {
                var chosen = 0
                for index in 1..<max(openCount, 1) where goesFirst(open[index], open[chosen]) {
                    chosen = index
                }
                var position = Int(open[chosen])
                guard tree[position] != Self.noRoom else { break }
                openCount -= 1
                open[chosen] = open[openCount]
                while position < leafCount {
                    let goesLeft = tree[2 * position] >= tree[2 * position + 1]
                    open[openCount] = Int32(2 * position + (goesLeft ? 1 : 0))
                    openCount += 1
                    position = 2 * position + (goesLeft ? 0 : 1)
                }
                best.append((position - leafCount, tree[position]))
            }
        }
        return best
    }

    /// Whether the best of a subtree comes before that of another: higher score, then lower ranks.
    private func goesFirst(_ a: Int32, _ b: Int32) -> Bool {
        let (x, y) = (tree[Int(a)], tree[Int(b)])
        return x != y ? x > y : firstRank(a) < firstRank(b)
    }

    /// The lowest rank below a position: subtrees that are open do not overlap.
    private func firstRank(_ position: Int32) -> Int {
        let depth = Int32.bitWidth - 1 - position.leadingZeroBitCount
        return Int(position) << (leafCount.trailingZeroBitCount - depth) - leafCount
    }
}
