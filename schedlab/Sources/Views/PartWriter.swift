import Kit

/// Puts a part of columns together: a line of JSON padded to 8 bytes, then columns aligned to 8.
///
/// `docs/page-parts.md` describes the form.
struct PartWriter {
    /// Version of the form of parts.
    package static let version = 1

    private struct Column {
        var name: String
        var type: String
        var count: Int
        var bytes: [UInt8]
    }

    private let part: String
    private let header: [(String, JSONValue)]
    private var columns: [Column] = []

    /// Begins a part.
    ///
    /// - Parameters:
    ///   - part: What it holds.
    ///   - header: What the line of JSON says beside the columns, in order.
    package init(_ part: String, header: [(String, JSONValue)] = []) {
        self.part = part
        self.header = header
    }

    /// Adds a column of numbers.
    package mutating func add<Number: PartNumber>(_ name: String, _ values: [Number]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * MemoryLayout<Number>.size)
        for value in values { value.append(to: &bytes) }
        columns.append(Column(name: name, type: Number.typeName, count: values.count, bytes: bytes))
    }

    /// Adds a column of bytes that are no numbers.
    package mutating func add(_ name: String, raw: [UInt8]) {
        columns.append(Column(name: name, type: "bytes", count: raw.count, bytes: raw))
    }

    /// The part.
    package var bytes: [UInt8] {
        // Offsets stand in the header, whose length they change: its room grows until it fits.
        var room = 8
        var head = line(from: room)
        while head.count + 1 > room {
            room = (head.count + 1 + 7) / 8 * 8
            head = line(from: room)
        }
        var bytes = head + [UInt8](repeating: 0x20, count: room - head.count - 1) + [0x0A]
        bytes.reserveCapacity(room + columns.reduce(0) { $0 + Self.padded($1.bytes.count) })
        for column in columns {
            bytes += column.bytes
            bytes += [UInt8](repeating: 0, count: Self.padded(column.bytes.count) - column.bytes.count)
        }
        return bytes
    }

    private func line(from start: Int) -> [UInt8] {
        var offset = start
        var described: [JSONValue] = []
        for column in columns {
            described.append(
                .object([
                    ("name", .string(column.name)), ("type", .string(column.type)),
                    ("count", .int(column.count)), ("offset", .int(offset)),
                    ("bytes", .int(column.bytes.count)),
                ]))
            offset += Self.padded(column.bytes.count)
        }
        let fields: [(String, JSONValue)] =
            [("part", .string(part)), ("version", .int(Self.version))] + header
            + [("columns", .array(described))]
        return Array(JSONValue.object(fields).oneLine.utf8)
    }

    private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }
}

/// A number that columns of parts are made of, written little-endian.
package protocol PartNumber {
    /// What the header calls it.
    static var typeName: String { get }
    /// Writes it.
    func append(to bytes: inout [UInt8])
}

extension PartNumber where Self: FixedWidthInteger {
    /// Writes its bytes, the least first.
    package func append(to bytes: inout [UInt8]) {
        withUnsafeBytes(of: littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension UInt8: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "u8" }
}
extension UInt32: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "u32" }
}
extension Int32: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "i32" }
}
extension UInt64: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "u64" }
}

extension Float: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "f32" }
    /// Writes the bytes of its bit pattern, the least first.
    package func append(to bytes: inout [UInt8]) { bitPattern.append(to: &bytes) }
}

extension Double: PartNumber {
    /// Its name in a header.
    package static var typeName: String { "f64" }
    /// Writes the bytes of its bit pattern, the least first.
    package func append(to bytes: inout [UInt8]) { bitPattern.append(to: &bytes) }
}
