/// Records in which one number is wild and all checksums are right.
extension RecordParts {
    /// 0, 1, 2^31, 2^63 - 1, -2^63 and -1 as seven bits a byte, lowest first.
    private static let wildNumbers: [[UInt8]] = [0, 1, 1 << 31, 1 << 63 - 1, 1 << 63, .max].map { number in
        var bytes: [UInt8] = []
        var rest: UInt64 = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    /// Goes through them; JSON is left as it is.
    ///
    /// Every byte of a payload is taken for the beginning of a number, so that no number is left out.
    ///
    /// - Parameters:
    ///   - step: 1 = all of them, more = every so many.
    ///   - visit: Called with the bytes of each.
    public func forEachWithWildNumber(step: Int = 1, _ visit: ([UInt8]) -> Void) {
        var count = 0
        for (index, batch) in batches.enumerated() where batch.kind != 1 && batch.kind != 5 {
            for start in batch.payload.indices {
                var end = start
                while end < batch.payload.count - 1 && batch.payload[end] >= 0x80 { end += 1 }
                for number in Self.wildNumbers {
                    count += 1
                    guard count.isMultiple(of: step) else { continue }
                    var changed = self
                    changed.batches[index].payload.replaceSubrange(start...end, with: number)
                    visit(changed.assembled)
                }
            }
        }
    }
}
