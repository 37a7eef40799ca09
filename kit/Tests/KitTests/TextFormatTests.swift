import Foundation
import Kit
import KitTesting
import Testing

@Suite("Text formats")
struct TextFormatTests {
    @Test("JSON keeps the order of keys and escapes what it must")
    func json() {
        let value = JSONValue.object([
            ("b", .int(1)), ("a", .array([.double(0.1), .null, .bool(true)])),
            ("text", .string("a\"b\\c\n\u{1}é")),
            ("infinite", .double(.infinity)),
        ])
        #expect(
            value.oneLine
                == #"{"b": 1, "a": [0.1, null, true], "text": "a\"b\\c\n\u0001é", "infinite": null}"#)
        #expect(
            JSONValue.object([("a", .array([])), ("b", .array([.int(1)]))]).indented
                == "{\n  \"a\": [],\n  \"b\": [\n    1\n  ]\n}\n")
    }

    @Test("CSV quotes commas, quotes and line ends")
    func csv() {
        #expect(CSVLine.text(["a", "b,c", "d\"e", "f\ng"]) == "a,\"b,c\",\"d\"\"e\",\"f\ng\"\n")
    }

    @Test("tables align texts left and numbers right, without blanks at line ends")
    func table() {
        var table = TextTable(heading: ["name", "s"], alignments: [.left, .right])
        table.addRow(["x", "1,234"])
        #expect(table.text == "name      s\n----  -----\nx     1,234\n")
    }

    @Test("numbers read the same everywhere")
    func numbers() {
        #expect(Numbers.grouped(1_234_567) == "1,234,567")
        #expect(Numbers.grouped(-1000) == "-1,000")
        #expect(Numbers.grouped(999.5) == "1,000")
        #expect(Numbers.grouped(Double?.none) == "–")
        #expect(Numbers.fixed(2.345, decimals: 1) == "2.3")
        #expect(Numbers.grouped(9_007_199_254_740_991.0) == "9,007,199,254,740,991")
        #expect(Numbers.grouped(9.784e302) == "9.784e+302" && Numbers.grouped(-1e18) == "-1.000e+18")
        #expect(Numbers.fixed(1e300, decimals: 2) == "1.000e+300")
        #expect(Numbers.percent(0.1234) == "12.3 %")
    }

    /// Test vectors of FIPS 180-4 (NIST's examples) and one at the length where padding takes a block.
    @Test(
        "SHA-256 digests are the published ones",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(text: String, digest: String) {
        #expect(SHA256.hexDigest(Array(text.utf8)) == digest)
    }

    @Test("a million letters a have their published SHA-256 digest")
    func longSHA256() {
        let digest = SHA256.hexDigest(Array(repeating: UInt8(ascii: "a"), count: 1_000_000))
        #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
