import Foundation
import Kit
import KitTesting
import Testing

@Suite("Files that appear when they are complete")
struct AtomicFileTests {
    private static func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private static func path(_ folder: URL, _ name: String) -> String {
        folder.appendingPathComponent(name).path
    }

    private static func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("A file keeps the permissions of the one that it replaces, and has those that it is given")
    func permissions() throws {
        let folder = try TemporaryFolder.make("atomic")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = Self.path(folder, "a")
        try AtomicFile.write("1", to: path)
        let usual = try #require(try Self.permissions(path))
        #expect(usual & 0o600 == 0o600)
        for mode in [0o600, 0o640, 0o4755, 0o666] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            try AtomicFile.write("2", to: path)
            #expect(try Self.permissions(path) == mode)
        }
        try AtomicFile.write("3", to: path, permissions: 0o600)
        #expect(try Self.permissions(path) == 0o600)
        // Nobody else reads a line of it before it has its name, either.
        let file = try AtomicFile(path: Self.path(folder, "b"), permissions: 0o600)
        try file.append(String(repeating: "x", count: 100_000))
        let unfinished = try #require(try Self.names(folder).first { $0.hasPrefix("b.") })
        #expect(try Self.permissions(Self.path(folder, unfinished)) == 0o600)
        try file.finish()
        #expect(try Self.names(folder) == ["a", "b"])
    }

    @Test("What the system said is told, also where Foundation has words of its own")
    func reasons() throws {
        let folder = try TemporaryFolder.make("atomic")
        defer { try? FileManager.default.removeItem(at: folder) }
        for code in [CocoaError.Code.fileWriteOutOfSpace, .fileWriteVolumeReadOnly] {
            let words = code == .fileWriteOutOfSpace ? "No space left on device" : "Read-only file system"
            #expect(FileError.reason(CocoaError(code)) == words)
            let posix = POSIXError(code == .fileWriteOutOfSpace ? .ENOSPC : .EROFS)
            #expect(FileError.reason(CocoaError(code, userInfo: [NSUnderlyingErrorKey: posix])) == words)
            #expect(FileError.reason(posix) == words)
        }
        let missing = URL(fileURLWithPath: Self.path(folder, "no/such/file"))
        #expect {
            try Data().write(to: missing)
        } throws: {
            FileError.reason($0) == "No such file or directory"
        }
        if FileManager.default.fileExists(atPath: "/dev/full") {
            #expect {
                try Data(count: 10_000).write(to: URL(fileURLWithPath: "/dev/full"))
            } throws: {
                FileError.reason($0) == "No space left on device"
            }
        }
    }

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
