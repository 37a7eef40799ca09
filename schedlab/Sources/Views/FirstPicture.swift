private import Kit

/// The part `first`: the pyramid as a page draws it before it has read anything else.
enum FirstPicture {
    /// Jobs that 20 bits can name.
    private static let narrowJobLimit = 1 << 20

    static func part(_ pyramid: Pyramid) -> [UInt8] {
        let grid = pyramid.grid
        let jobs = namedJobs(pyramid.cells)
        let isNarrow = jobs.count <= narrowJobLimit
        var writer = PartWriter("first", header: header(grid, isNarrow: isNarrow))
        writer.add("jobs", jobs)
        let wide = pyramid.cells.map { indexed(PyramidCell(wide: $0), jobs) }
        if isNarrow { writer.add("cells", wide.map(narrow)) } else { writer.add("cells", wide) }
        return writer.bytes
    }

    private static func header(_ grid: PyramidGrid, isNarrow: Bool) -> [(String, JSONValue)] {
        [
            ("columnCount", .int(grid.columnCount)), ("rowCount", .int(grid.rowCount)),
            ("gpusPerRow", .int(grid.gpusPerRow)), ("fromSeconds", .double(grid.fromSeconds)),
            ("toSeconds", .double(grid.toSeconds)), ("cellType", .string(isNarrow ? "u32" : "u64")),
            (
                "bands",
                .array(
                    grid.bands.map { band in
                        .object([
                            ("type", .int(band.type)), ("firstRow", .int(band.rows.lowerBound)),
                            ("rowCount", .int(band.rows.count)), ("firstGPU", .int(band.gpus.lowerBound)),
                            ("gpuCount", .int(band.gpus.count)),
                        ])
                    })
            ),
        ]
    }

    /// The jobs that cells name, ascending.
    private static func namedJobs(_ cells: [UInt64]) -> [UInt32] {
        var isNamed: [Bool] = []
        for wide in cells {
            let job = PyramidCell(wide: wide).job
            guard job >= 0 else { continue }
            while isNamed.count <= Int(job) { isNamed.append(false) }
            isNamed[Int(job)] = true
        }
        return isNamed.indices.filter { isNamed[$0] }.map { UInt32($0) }
    }

    private static func indexed(_ cell: PyramidCell, _ jobs: [UInt32]) -> UInt64 {
        guard cell.job >= 0 else { return cell.wide }
        var low = 0
        var high = jobs.count
        while low < high {
            let middle = (low + high) / 2
            if jobs[middle] < UInt32(cell.job) { low = middle + 1 } else { high = middle }
        }
        var cell = cell
        cell.job = Int32(low)
        return cell.wide
    }

    private static func narrow(_ wide: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: wide & 0xF_FFFF) | UInt32(truncatingIfNeeded: wide >> 32) << 20
    }
}
