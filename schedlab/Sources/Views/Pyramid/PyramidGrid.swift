package import Cluster

/// How GPUs and time are cut into cells: rows of GPUs inside each type, equal columns of time.
package struct PyramidGrid: Sendable {
    /// A GPU type's rows.
    package struct Band: Sendable, Equatable {
        /// Index of the type.
        package var type: Int
        /// Its rows.
        package var rows: Range<Int>
        /// Its GPUs.
        package var gpus: Range<Int>
    }

    /// Columns of the first picture.
    package static let columnLimit = 2048
    /// Rows of the first picture; where there are more types, one for each.
    package static let rowLimit = 1024

    /// Columns; 0 where the run has no length.
    package let columnCount: Int
    /// Most GPUs of a row; a power of two.
    package let gpusPerRow: Int
    /// The types, in order.
    package let bands: [Band]
    /// Where the columns begin, in seconds.
    package let fromSeconds: Double
    /// Where they end, in seconds.
    package let toSeconds: Double
    /// Row of each GPU.
    let rowOfGPU: [Int32]

    /// A grid.
    ///
    /// - Parameters:
    ///   - layout: The cluster.
    ///   - columnCount: Columns, >= 1.
    ///   - gpusPerRow: A power of two; nil = as few as keep the rows within `rowLimit`.
    ///   - rowLimit: Most rows where `gpusPerRow` is nil.
    ///   - fromSeconds: Beginning of the run.
    ///   - toSeconds: Its end.
    package init(
        _ layout: ClusterLayout, columnCount: Int = columnLimit, gpusPerRow: Int? = nil,
        rowLimit: Int = rowLimit, fromSeconds: Double, toSeconds: Double
    ) {
        let height = gpusPerRow ?? Self.rowHeight(layout, rowLimit: rowLimit)
        var bands: [Band] = []
        var rows: [Int32] = []
        rows.reserveCapacity(layout.gpuCount)
        var next = 0
        for (index, type) in layout.types.enumerated() {
            let count = Self.rowCount(type, height)
            bands.append(Band(type: index, rows: next..<next + count, gpus: type.gpus))
            for gpu in 0..<type.gpuCount { rows.append(Int32(next + gpu / height)) }
            next += count
        }
        self.columnCount = toSeconds > fromSeconds ? columnCount : 0
        self.gpusPerRow = height
        self.bands = bands
        self.fromSeconds = fromSeconds
        self.toSeconds = toSeconds
        rowOfGPU = rows
    }

    private static func rowHeight(_ layout: ClusterLayout, rowLimit: Int) -> Int {
        var height = 1
        let limit = max(rowLimit, layout.types.count)
        while layout.types.reduce(0, { $0 + rowCount($1, height) }) > limit { height *= 2 }
        return height
    }

    private static func rowCount(_ type: ClusterLayout.GPUType, _ height: Int) -> Int {
        (type.gpuCount + height - 1) / height
    }

    /// Rows in all.
    package var rowCount: Int { bands.last?.rows.upperBound ?? 0 }

    /// Length of a column in seconds.
    var columnSeconds: Double { (toSeconds - fromSeconds) / Double(max(columnCount, 1)) }

    /// Where a column begins, in seconds.
    package func start(ofColumn column: Int) -> Double { fromSeconds + Double(column) * columnSeconds }

    /// The column that a time lies in, within the grid.
    package func column(at seconds: Double) -> Int {
        let place = ((seconds - fromSeconds) / columnSeconds).rounded(.down)
        guard place > 0 else { return 0 }
        var column = place < Double(columnCount) ? Int(place) : columnCount - 1
        // The quotient may round up over a border.
        if column > 0 && start(ofColumn: column) > seconds { column -= 1 }
        return column
    }
}
