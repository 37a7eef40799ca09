import Foundation
import KitTesting
import TestSupport
import Testing

@Suite("Sweeps on disks that fail")
struct SweepFaultTests {
    private static let sweep =
        "cluster: 2:2:2\nworkload: gavel\npolicy: fifo\nrate: 1..3\nseeds: 0-9\njobs: 60\n"
    private static let reason: Comment = "small disks cannot be mounted here (mount -t tmpfs, as root)"
    private static let canMount: Bool = {
        guard geteuid() == 0, let folder = try? Places.temporaryFolder(),
            (try? mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path)) == true
        else { return false }
        unmount(folder.path)
        return true
    }()

    private static func mount(_ arguments: String...) throws -> Bool {
        let mount = URL(fileURLWithPath: "/bin/mount")
        return try CommandResult.run(mount, arguments, in: Places.package).status == 0
    }

    private static func unmount(_ path: String) {
        _ = try? CommandResult.run(URL(fileURLWithPath: "/bin/umount"), [path], in: Places.package)
    }

    private func sweep(_ folder: URL, _ arguments: String...) throws -> CommandResult {
        try CommandResult.schedlab(["sweep"] + arguments, in: folder)
    }

    /// A folder with a sweep and, in it, a small disk of its own.
    private func smallDisk(size: String) throws -> URL {
        let folder = try Places.temporaryFolder()
        try Self.sweep.write(
            to: folder.appendingPathComponent("s.yaml"), atomically: true, encoding: .utf8)
        let disk = folder.appendingPathComponent("disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        #expect(try Self.mount("-t", "tmpfs", "-o", "size=\(size)", "tmpfs", disk.path))
        return folder
    }

    @Test(
        "a disk that fills up stops the sweep with the code for going on; emptied, it ends in the same bytes",
        .enabled(if: canMount, reason))
    func fullDisk() throws {
        let folder = try smallDisk(size: "300k")
        defer { Self.unmount(folder.path + "/disk") }
        let full = try sweep(folder, "run", "s.yaml", "--store", "disk/store", "--threads", "2")
        #expect(
            full.status == 75 && full.messages.contains("No space left"), "\(full.status) \(full.messages)")
        #expect(full.messages.contains("the same command goes on"), "\(full.messages)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/disk/store/points")
        let kept = names.filter { !$0.hasPrefix(".") }
        #expect(kept.count < 30 && names.count == kept.count, "\(names.count)")
        for key in kept {
            #expect(
                FileManager.default.fileExists(atPath: folder.path + "/disk/store/points/\(key)/SHA256SUMS"))
        }
        #expect(try Self.mount("-o", "remount,size=64m", folder.path + "/disk"))
        let more = try sweep(folder, "run", "s.yaml", "--store", "disk/store")
        #expect(
            more.status == 0
                && more.messages.contains("\(kept.count) were done, \(30 - kept.count) done now, 0 failed"),
            "\(more.messages)")
        #expect(try sweep(folder, "run", "s.yaml", "--store", "whole").status == 0)
        let (a, b) = (
            try sweep(folder, "merge", "s.yaml", "--store", "disk/store"),
            try sweep(folder, "merge", "s.yaml", "--store", "whole")
        )
        #expect(a.status == 0 && a.output == b.output)
    }

    @Test(
        "a store that cannot be written is refused before anything runs, and read all the same",
        .enabled(if: canMount, reason))
    func readOnly() throws {
        let folder = try smallDisk(size: "64m")
        defer { Self.unmount(folder.path + "/disk") }
        let part = try sweep(folder, "run", "s.yaml", "--store", "disk/store", "--shard", "0/2")
        #expect(part.status == 0, "\(part.messages)")
        try? FileManager.default.removeItem(atPath: folder.path + "/disk/store/index.tsv")
        #expect(try Self.mount("-o", "remount,ro", folder.path + "/disk"))
        let refused = try sweep(folder, "run", "s.yaml", "--store", "disk/store")
        #expect(refused.status != 0 && refused.status != 1, "\(refused.status)")
        #expect(refused.messages.contains("disk/store"), "\(refused.messages)")
        #expect(!refused.messages.contains("failed"), "\(refused.messages)")
        let read = try sweep(folder, "results", "s.yaml", "--store", "disk/store", "--format", "csv")
        #expect(read.status == 0 && read.output.split(separator: "\n").count > 5, "\(read.messages)")
    }
}
