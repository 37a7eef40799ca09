/// A range of IP addresses, `10.0.0.0/8` or `fd00::/8`.
package struct AddressRange: Equatable, Sendable {
    private let bytes: [UInt8]
    private let prefixBits: Int

    /// Reads an address, or a range in CIDR notation; nil when it is neither.
    package init?(_ text: String) {
        let sides = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = sides.first, let bytes = Self.bytes(String(address)) else { return nil }
        self.bytes = bytes
        guard sides.count == 2 else {
            prefixBits = bytes.count * 8
            return
        }
        guard sides[1].utf8.allSatisfy({ (48...57).contains($0) }), let bits = Int(sides[1]),
            bits <= bytes.count * 8
        else { return nil }
        prefixBits = bits
    }

    /// Whether an address is in the range.
    package func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(address), other.count == bytes.count else { return false }
        return (0..<prefixBits).allSatisfy { bit in
            (bytes[bit / 8] ^ other[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    /// Whether an address is the machine itself.
    package static func isLoopback(_ address: String) -> Bool {
        guard let bytes = bytes(address) else { return false }
        return bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1]
    }

    /// 4 or 16 bytes; an IPv4 address that was mapped into IPv6 counts as IPv4.
    private static func bytes(_ text: String) -> [UInt8]? {
        let text = text.prefix { $0 != "%" }
        guard text.contains(":") else { return four(text) }
        guard let bytes = sixteen(text) else { return nil }
        let mapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return mapped ? Array(bytes[12...]) : bytes
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let bytes = parts.compactMap { part -> UInt8? in
            // A leading zero would mean octal to some.
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), part == "0" || part.first != "0" else {
                return nil
            }
            return UInt8(part)
        }
        return bytes.count == 4 ? bytes : nil
    }

    private static func sixteen(_ text: Substring) -> [UInt8]? {
        let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let sides = halves.map(groups)
        guard let head = sides[0] else { return nil }
        guard halves.count == 2 else { return head.count == 16 ? head : nil }
        guard let tail = sides[1], head.count + tail.count <= 14 else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if index == parts.count - 1, part.contains(".") {
                guard let four = four(part) else { return nil }
                bytes += four
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ $0 != 43 && $0 != 45 }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
        }
        return bytes.count <= 16 ? bytes : nil
    }
}
