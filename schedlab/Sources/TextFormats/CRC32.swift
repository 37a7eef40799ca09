/// The checksum of every batch: CRC-32 as in zip, PNG and zlib.
///
/// - Note: ISO 3309, polynomial 0xEDB88320, reflected. Eight tables, so that eight bytes go in at once.
package struct CRC32 {
    private var state: UInt32 = 0xFFFF_FFFF

    /// The checksum of no bytes.
    package init() {}

    /// The checksum of the bytes so far.
    package var value: UInt32 { ~state }

    /// Takes more bytes in.
    package mutating func update(_ bytes: some Sequence<UInt8>) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { buffer in
            var position = 0
            var crc = state
            Self.tables.withUnsafeBufferPointer { tables in
                while position + 8 <= buffer.count {
                    let low =
                        crc ^ UInt32(buffer[position]) ^ UInt32(buffer[position + 1]) << 8
                        ^ UInt32(buffer[position + 2]) << 16 ^ UInt32(buffer[position + 3]) << 24
                    crc =
                        tables[7 * 256 + Int(low & 0xFF)] ^ tables[6 * 256 + Int(low >> 8 & 0xFF)]
                        ^ tables[5 * 256 + Int(low >> 16 & 0xFF)] ^ tables[4 * 256 + Int(low >> 24)]
                        ^ tables[3 * 256 + Int(buffer[position + 4])]
                        ^ tables[2 * 256 + Int(buffer[position + 5])]
                        ^ tables[256 + Int(buffer[position + 6])] ^ tables[Int(buffer[position + 7])]
                    position += 8
                }
            }
            for byte in buffer[position...] { crc = Self.step(crc, byte) }
            state = crc
        }
        if done == nil { for byte in bytes { state = Self.step(state, byte) } }
    }

    /// The checksum of bytes.
    package static func of(_ bytes: [UInt8]) -> UInt32 {
        var crc = CRC32()
        crc.update(bytes)
        return crc.value
    }

    private static func step(_ crc: UInt32, _ byte: UInt8) -> UInt32 {
        crc >> 8 ^ tables[Int((crc ^ UInt32(byte)) & 0xFF)]
    }

    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
            tables[index] = value
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
        }
        return tables
    }()
}
