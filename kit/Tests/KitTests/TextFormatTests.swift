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

@Suite("Files that appear when they are complete")
struct AtomicFileTests {
    @Test("a finished file has its content, an abandoned one leaves nothing")
    func life() throws {
        let folder = try TemporaryFolder.make("kit")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("deep/er/a.txt").path
        do {
            let file = try AtomicFile(path: path)
            try file.append("half")
        }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("deep/er").path)
                .isEmpty)
        try AtomicFile.write("whole\n", to: path)
        #expect(try TextFile.text(path) == "whole\n")
        try AtomicFile.write("new\n", to: path)
        #expect(try TextFile.text(path) == "new\n")
    }

    @Test("a folder in the way, or a file where a folder should be, is a clear error")
    func unwritable() throws {
        let folder = try TemporaryFolder.make("kit")
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(throws: FileError.cannotWrite(path: folder.path, reason: "it is a folder")) {
            try AtomicFile.write("x", to: folder.path)
        }
        let file = folder.appendingPathComponent("file").path
        try AtomicFile.write("x", to: file)
        #expect(throws: FileError.self) { try AtomicFile.write("x", to: file + "/inside.txt") }
        #expect(try TextFile.text(file) == "x")
    }

    @Test("a device is written to, not replaced, and a full one is reported")
    func devices() throws {
        try AtomicFile.write("x", to: "/dev/null")
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        #expect(throws: FileError.cannotWrite(path: "/dev/full", reason: "No space left on device")) {
            try AtomicFile.write("x", to: "/dev/full")
        }
    }

    @Test("what is not a regular file is not read")
    func readErrors() {
        #expect(throws: FileError.cannotRead(path: "/dev/null", reason: "it is not a regular file")) {
            try TextFile.bytes("/dev/null")
        }
        #expect(throws: FileError.cannotRead(path: "/nowhere", reason: "No such file or directory")) {
            try TextFile.bytes("/nowhere")
        }
        #expect(throws: FileError.cannotRead(path: "/", reason: "it is not a regular file")) {
            try TextFile.bytes("/")
        }
    }
}
