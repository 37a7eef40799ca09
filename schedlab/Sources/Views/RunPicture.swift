private import Cluster
package import Recording

/// GPUs over time as cells, for pictures that are drawn once: the same pyramid as in a page, no parts.
package struct RunPicture {
    /// The cells.
    package let pyramid: Pyramid

    /// Reads a record.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - columnCount: Columns of the picture.
    ///   - rowLimit: Most rows, unless there are more types.
    /// - Throws: ``RecordError``.
    package init(_ record: RunRecord, columnCount: Int, rowLimit: Int) throws {
        let layout = record.provenance.layout
        let span = try RunSpan(record)
        var pyramid = Pyramid(
            PyramidGrid(
                layout, columnCount: columnCount, rowLimit: rowLimit, fromSeconds: span.fromSeconds,
                toSeconds: span.toSeconds))
        var stays = StayBook(gpuCount: layout.gpuCount, startSeconds: span.fromSeconds)
        var safeSeconds = span.fromSeconds
        try record.forEachEvent { event in
            if case .roundBegan(let round) = event {
                if stays.pieceCount >= RunParts.staysPerStrip && safeSeconds > stays.borderSeconds {
                    pyramid.add(stays.cut(atSeconds: safeSeconds))
                }
                safeSeconds = round.nowSeconds
            }
            stays.take(event)
        }
        pyramid.add(stays.cut(atSeconds: span.toSeconds, isLast: true))
        self.pyramid = pyramid
    }
}
