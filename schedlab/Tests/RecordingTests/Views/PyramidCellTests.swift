import Testing

@testable import Views

@Suite
struct PyramidCellTests {
    @Test("A cell is idle only where nothing ran, and full only where all was taken")
    func ends() {
        var vote = MajorityVote()
        #expect(PyramidCell(vote, capacity: 10).occupancy == 0)
        vote.add(3, 1e-6)
        #expect(PyramidCell(vote, capacity: 10) == PyramidCell(job: 3, occupancy: 1, share: 63))
        vote.add(3, 9.999)
        #expect(PyramidCell(vote, capacity: 10).occupancy == 62)
        vote.add(3, 0.001)
        #expect(PyramidCell(vote, capacity: 10).occupancy == 63)
    }

    @Test("The wide form keeps every cell", arguments: [Int32(-1), 0, 7, 2_000_000])
    func wide(job: Int32) {
        for share in UInt8(0)...63 where (share == 0) == (job < 0) {
            let cell = PyramidCell(job: job, occupancy: 63 - share / 2, share: share)
            #expect(PyramidCell(wide: cell.wide) == cell)
        }
    }
}
