/// The stays that overlap a strip of the time axis, cut at its borders.
package struct StayStrip: Sendable {
    /// Beginning in seconds.
    package let fromSeconds: Double
    /// End in seconds.
    package let toSeconds: Double
    /// By GPU, then beginning, job, share.
    package let stays: [StayPiece]
    private let firstOfGPU: [Int32]

    /// Sorts stays.
    ///
    /// - Complexity: O(stays + GPUs) where those of each GPU come nearly in order.
    package init(fromSeconds: Double, toSeconds: Double, gpuCount: Int, _ pieces: [StayPiece]) {
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
        var first = [Int32](repeating: 0, count: gpuCount + 1)
        for piece in pieces { first[Int(piece.gpu) + 1] += 1 }
        for gpu in 0..<gpuCount { first[gpu + 1] += first[gpu] }
        var next = first
        var order = [Int32](repeating: 0, count: pieces.count)
        for (index, piece) in pieces.enumerated() {
            order[Int(next[Int(piece.gpu)])] = Int32(index)
            next[Int(piece.gpu)] += 1
        }
        var sorted = order.map { pieces[Int($0)] }
        for gpu in 0..<gpuCount { Self.sort(&sorted, Int(first[gpu])..<Int(first[gpu + 1])) }
        stays = sorted
        firstOfGPU = first
    }

    /// By insertion: they come nearly in order.
    private static func sort(_ pieces: inout [StayPiece], _ range: Range<Int>) {
        guard range.count > 1 else { return }
        for index in range.dropFirst() where pieces[index].precedes(pieces[index - 1]) {
            let piece = pieces[index]
            var place = index
            while place > range.lowerBound, piece.precedes(pieces[place - 1]) {
                pieces[place] = pieces[place - 1]
                place -= 1
            }
            pieces[place] = piece
        }
    }

    /// Where the stays of a GPU are.
    package func range(ofGPU gpu: Int) -> Range<Int> { Int(firstOfGPU[gpu])..<Int(firstOfGPU[gpu + 1]) }

    /// Number of GPUs.
    package var gpuCount: Int { firstOfGPU.count - 1 }
}
