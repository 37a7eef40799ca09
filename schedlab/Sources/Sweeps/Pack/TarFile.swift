private import Foundation
private import Kit

/// A folder as one tar file; names in order and no times, so that equal folders are equal files.
public enum TarFile {
    private static let blockBytes = 512

    /// Writes a folder.
    ///
    /// - Parameters:
    ///   - folder: The folder; its files are named `NAME/…`.
    ///   - name: The first part of every name.
    ///   - path: The tar file.
    /// - Throws: `FileError`.
    public static func write(_ folder: String, as name: String, to path: String) throws {
        let file = try AtomicFile(path: path)
        let names = (FileManager.default.subpaths(atPath: folder) ?? []).sorted()
        for entry in names where FileKind.of("\(folder)/\(entry)") == .file {
            let bytes = try TextFile.bytes("\(folder)/\(entry)")
            try file.append(bytes: try header("\(name)/\(entry)", byteCount: bytes.count))
            let rest = (blockBytes - bytes.count % blockBytes) % blockBytes
            try file.append(bytes: bytes + Array(repeating: 0, count: rest))
        }
        try file.append(bytes: Array(repeating: 0, count: 2 * blockBytes))
        try file.finish()
    }

    /// The header of a file in the form of POSIX (ustar).
    private static func header(_ name: String, byteCount: Int) throws(FileError) -> [UInt8] {
        guard let (prefix, tail) = split(name) else {
            throw .cannotWrite(path: name, reason: "the name is too long for a tar file")
        }
        var block: [UInt8] = []
        let field = { (text: String, count: Int) in
            Array(text.utf8) + Array(repeating: UInt8(0), count: count - text.utf8.count)
        }
        block += field(tail, 100) + field("0000644", 8) + field("0000000", 8) + field("0000000", 8)
        block += field(octal(byteCount, digits: 11), 12) + field(octal(0, digits: 11), 12)
        block += Array("        0".utf8) + field("", 100) + Array("ustar".utf8) + [0] + Array("00".utf8)
        block += field("", 32) + field("", 32) + field("0000000", 8) + field("0000000", 8)
        block += field(prefix, 155)
        block += Array(repeating: 0, count: blockBytes - block.count)
        // The sum counts its own field as blanks.
        let sum = octal(block.reduce(0) { $0 + Int($1) }, digits: 6)
        block.replaceSubrange(148..<156, with: Array(sum.utf8) + [0, 0x20])
        return block
    }

    private static func octal(_ value: Int, digits: Int) -> String {
        let text = String(value, radix: 8)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    /// A name cut at a folder into what the two fields of a header hold.
    private static func split(_ name: String) -> (prefix: String, tail: String)? {
        guard name.utf8.count > 100 else { return ("", name) }
        let parts = name.split(separator: "/")
        for count in 1..<max(parts.count, 2) {
            let (prefix, tail) = (
                parts.prefix(count).joined(separator: "/"), parts.dropFirst(count).joined(separator: "/")
            )
            if prefix.utf8.count <= 155, tail.utf8.count <= 100 { return (prefix, tail) }
        }
        return nil
    }
}
