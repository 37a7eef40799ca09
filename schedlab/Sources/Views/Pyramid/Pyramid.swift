/// Cells of a grid, filled strip by strip; sums are merged unrounded, and a cell is rounded once.
package struct Pyramid: Sendable {
    /// The grid.
    package let grid: PyramidGrid
    /// Cells in the form of ``PyramidCell/wide``, row by row.
    package private(set) var cells: [UInt64]
    /// The sums of the column that the last strip ended in, by row.
    private var carried: [MajorityVote]
    private var carriedColumn = 0
    private let gpusOfRow: [Int]

    /// Nothing has run.
    package init(_ grid: PyramidGrid) {
        self.grid = grid
        cells = Array(repeating: 0, count: grid.rowCount * grid.columnCount)
        carried = Array(repeating: MajorityVote(), count: grid.rowCount)
        var counts = [Int](repeating: 0, count: grid.rowCount)
        for row in grid.rowOfGPU { counts[Int(row)] += 1 }
        gpusOfRow = counts
    }

    /// A cell.
    package subscript(row: Int, column: Int) -> PyramidCell {
        PyramidCell(wide: cells[row * grid.columnCount + column])
    }

    /// Takes in the stays of a strip of the time axis; strips come in order, without gaps.
    ///
    /// - Parameter strip: Its stays by GPU.
    /// - Complexity: O(stays + columns of the strip x rows).
    package mutating func add(_ strip: StayStrip) {
        guard grid.columnCount > 0 else { return }
        let first = carriedColumn
        let last = grid.column(at: strip.toSeconds)
        var votes = [MajorityVote](repeating: MajorityVote(), count: last - first + 1)
        var gpu = 0
        for row in 0..<grid.rowCount {
            for index in votes.indices { votes[index] = MajorityVote() }
            votes[0] = carried[row]
            let end = gpu + gpusOfRow[row]
            while gpu < end {
                for stay in strip.stays[strip.range(ofGPU: gpu)] { count(stay, into: &votes, first) }
                gpu += 1
            }
            let capacity = Double(gpusOfRow[row]) * grid.columnSeconds
            for (index, vote) in votes.enumerated() where vote.busy > 0 {
                cells[row * grid.columnCount + first + index] = PyramidCell(vote, capacity: capacity).wide
            }
            carried[row] = votes[votes.count - 1]
        }
        carriedColumn = last
    }

    private func count(_ stay: StayPiece, into votes: inout [MajorityVote], _ first: Int) {
        let weight = Double(stay.milli) / 1000
        let last = first + votes.count - 1
        var column = max(grid.column(at: stay.fromSeconds), first)
        var start = max(stay.fromSeconds, grid.fromSeconds)
        while column <= last, start < stay.toSeconds {
            let end = column == grid.columnCount - 1 ? grid.toSeconds : grid.start(ofColumn: column + 1)
            let stop = min(end, stay.toSeconds)
            if stop > start { votes[column - first].add(stay.job, (stop - start) * weight) }
            start = max(start, stop)
            column += 1
        }
    }
}
