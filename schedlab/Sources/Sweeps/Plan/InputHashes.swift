internal import Kit

/// SHA-256 of files, each read once.
struct InputHashes {
    private var known: [String: String] = [:]

    /// The digest of a file's bytes in hexadecimal.
    ///
    /// - Throws: `FileError`.
    mutating func digest(_ path: String) throws(FileError) -> String {
        if let digest = known[path] { return digest }
        let digest = SHA256.hexDigest(try TextFile.bytes(path))
        known[path] = digest
        return digest
    }

    /// Every file so far with its digest, by path.
    var all: [(path: String, sha256: String)] {
        known.keys.sorted().compactMap { path in known[path].map { (path, $0) } }
    }
}
