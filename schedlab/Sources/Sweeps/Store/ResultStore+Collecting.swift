private import Foundation
private import Kit

/// Results of other stores.
extension ResultStore {
    /// Copies the points of another store that this one does not have.
    ///
    /// - Parameters:
    ///   - other: The other store.
    ///   - keys: Which points.
    /// - Returns: How many were copied.
    /// - Throws: `FileError`, also for a point that is not what its digests say.
    public func collect(from other: ResultStore, keys: [String]) throws -> Int {
        var count = 0
        for key in keys where other.isFinished(key) && !isFinished(key) {
            if let problem = other.problem(key) {
                throw FileError.cannotRead(path: other.folder(key), reason: problem)
            }
            let staging = try StagingFolder(in: points)
            for name in Self.names(other.folder(key)) {
                do {
                    try FileManager.default.copyItem(
                        atPath: "\(other.folder(key))/\(name)", toPath: "\(staging.path)/\(name)")
                } catch {
                    throw FileError.cannotWrite(
                        path: "\(staging.path)/\(name)", reason: FileError.reason(error))
                }
            }
            if try staging.finish(as: folder(key)) { count += 1 }
        }
        return count
    }

    /// What is wrong with a finished point; nil when it is what it was.
    public func problem(_ key: String) -> String? {
        let folder = folder(key)
        let digest = { (name: String) -> String? in
            (try? TextFile.bytes("\(folder)/\(name)")).map { SHA256.hexDigest($0) }
        }
        guard let identity = digest(PointFiles.identity) else { return "\(PointFiles.identity) is missing" }
        guard identity == key else { return "\(PointFiles.identity) is not what the folder is named after" }
        guard let sums = try? String(contentsOfFile: "\(folder)/\(PointFiles.sums)", encoding: .utf8) else {
            return "\(PointFiles.sums) is missing"
        }
        let lines = sums.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 1) }
        for needed in [PointFiles.summary, PointFiles.figures] {
            guard lines.contains(where: { $0.count == 2 && $0[1].drop { $0 == " " } == needed }) else {
                return "\(PointFiles.sums) does not name \(needed)"
            }
        }
        for line in lines where line.count == 2 {
            let name = String(line[1].drop { $0 == " " })
            guard !name.contains("/"), let found = digest(name) else { return "\(name) is missing" }
            guard found == line[0] else { return "\(name) was changed" }
        }
        return nil
    }

    /// Removes finished points.
    ///
    /// A folder is renamed first, so that nobody sees half of it.
    public func remove(_ keys: [String]) throws {
        for key in keys {
            let doomed = "\(points)/.part-removed-\(key)"
            do {
                try FileManager.default.moveItem(atPath: folder(key), toPath: doomed)
                try FileManager.default.removeItem(atPath: doomed)
            } catch {
                throw FileError.cannotWrite(path: folder(key), reason: FileError.reason(error))
            }
        }
    }

    /// Bytes on the disk of a point.
    public func byteCount(_ key: String) -> Int {
        Self.names(folder(key)).reduce(0) { sum, name in
            let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder(key))/\(name)")
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }
}
