/// Numbers of jobs in ascending order, in blocks, so that one in the middle goes without moving all after it.
public struct ActiveJobs: Sendable, RandomAccessCollection {
    private var blocks: [[Int32]] = []
    /// How many there are.
    public private(set) var count = 0

    private static let blockLimit = 512

    init() {}

    /// The first position.
    public var startIndex: Int { 0 }
    /// The position after the last.
    public var endIndex: Int { count }

    /// The number at a position.
    ///
    /// - Complexity: Linear in the number of blocks.
    public subscript(position: Int) -> Int32 {
        let (block, offset) = place(of: position)
        return blocks[block][offset]
    }

    /// Goes over the numbers without looking for positions.
    public func makeIterator() -> FlattenSequence<[[Int32]]>.Iterator { blocks.joined().makeIterator() }

    /// Adds a number that is higher than all others.
    mutating func append(_ job: Int32) {
        if blocks.last.map({ $0.count >= Self.blockLimit }) ?? true { blocks.append([]) }
        blocks[blocks.count - 1].append(job)
        count += 1
    }

    mutating func remove(at position: Int) {
        let (block, offset) = place(of: position)
        blocks[block].remove(at: offset)
        count -= 1
        let next = block + 1
        if blocks[block].isEmpty {
            blocks.remove(at: block)
        } else if next < blocks.count, blocks[block].count + blocks[next].count <= Self.blockLimit / 2 {
            blocks[block] += blocks.remove(at: next)
        }
    }

    /// Position of a job, by binary search; that of the next higher one when it is not there.
    func rank(of job: Int32) -> Int {
        var before = 0
        for block in blocks {
            if let last = block.last, last < job {
                before += block.count
                continue
            }
            var low = 0
            var high = block.count
            while low < high {
                let middle = (low + high) / 2
                if block[middle] < job { low = middle + 1 } else { high = middle }
            }
            return before + low
        }
        return before
    }

    private func place(of position: Int) -> (block: Int, offset: Int) {
        var rest = position
        var block = 0
        while rest >= blocks[block].count {
            rest -= blocks[block].count
            block += 1
        }
        return (block, rest)
    }
}
