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
        // Subtrees that may hold the next best, in order of rank.
        var open = [1]
        var best: [(rank: Int, score: Int32)] = []
        while best.count < limit && !open.isEmpty {
            var chosen = 0
            for index in open.indices where tree[open[index]] > tree[open[chosen]] { chosen = index }
            guard tree[open[chosen]] != Self.noRoom else { break }
            var position = open[chosen]
            var siblings: [Int] = []
            var before: [Int] = []
            while position < leafCount {
                if tree[2 * position] >= tree[2 * position + 1] {
                    siblings.append(2 * position + 1)
                    position *= 2
                } else {
                    before.append(2 * position)
                    position = 2 * position + 1
                }
            }
            best.append((position - leafCount, tree[position]))
            open.replaceSubrange(chosen...chosen, with: before + siblings.reversed())
        }
        return best
    }
}
