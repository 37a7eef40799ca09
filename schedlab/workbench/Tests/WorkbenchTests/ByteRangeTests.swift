import Testing

@testable import Workbench

@Suite("Ranges of bytes")
struct ByteRangeTests {
    private func range(_ text: String?, ifRange: String? = nil) -> ByteRange {
        var headers: [String: String] = [:]
        headers["range"] = text
        headers["if-range"] = ifRange
        return ByteRange(Request(path: "/", headers: headers), byteCount: 10, tag: "\"t\"")
    }

    @Test(
        "ranges are those of the standard; what is none means all",
        arguments: [
            (nil, .all), ("bytes=0-3", .some(0..<4)), ("bytes=4-", .some(4..<10)),
            ("bytes=-3", .some(7..<10)),
            ("bytes=0-99", .some(0..<10)), ("bytes=-99", .some(0..<10)), ("bytes=9-9", .some(9..<10)),
            ("bytes=10-", .none), ("bytes=99-100", .none), ("bytes=-0", .none), ("bytes=5-4", .all),
            ("bytes=", .all), ("bytes=-", .all), ("bytes=a-b", .all), ("bytes=0-1,3-4", .all),
            ("lines=0-1", .all),
            ("bytes=99999999999999999999-", .all), ("bytes=+1-2", .all),
        ] as [(String?, ByteRange)])
    func read(text: String?, expected: ByteRange) { #expect(range(text) == expected) }

    @Test("another content is sent whole")
    func ifRange() {
        #expect(range("bytes=0-3", ifRange: "\"t\"") == .some(0..<4))
        #expect(range("bytes=0-3", ifRange: "\"u\"") == .all)
    }

    @Test("an answer is cut, and says which part it is")
    func applied() {
        let whole = Response(body: .bytes(Array(0..<10)))
        let some = ByteRange.some(2..<5).applied(to: whole)
        #expect(some.status == 206 && some.bytes == [2, 3, 4])
        #expect(some.header("Content-Range") == "bytes 2-4/10")
        let none = ByteRange.none.applied(to: whole)
        #expect(none.status == 416 && none.bytes.isEmpty && none.header("Content-Range") == "bytes */10")
        #expect(ByteRange.all.applied(to: whole).bytes.count == 10)
    }
}
