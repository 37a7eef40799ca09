internal import Kit

/// Reads given orders: the pods' names in order of arrival, the nodes' names with their ranks.
enum FillOrderFiles {
    /// One pod name a line; clones repeat the name.
    ///
    /// - Throws: ``ExperimentError/malformedOrder(file:line:found:expected:)`` or a `FileError`.
    static func arrivals(path: String, podNames: [String]) throws -> [Int32] {
        let indices = index(podNames)
        var arrivals: [Int32] = []
        for (line, text) in try lines(path) {
            guard let pod = indices[text] else {
                throw ExperimentError.malformedOrder(
                    file: path, line: line, found: text, expected: "a pod of the list that can be used")
            }
            arrivals.append(pod)
        }
        guard !arrivals.isEmpty else {
            throw ExperimentError.malformedOrder(
                file: path, line: 1, found: "", expected: "one pod name a line")
        }
        return arrivals
    }

    /// A node's name and its rank a line, every node once, ranks from 0.
    ///
    /// - Returns: The ranks by node index.
    /// - Throws: ``ExperimentError/malformedOrder(file:line:found:expected:)`` or a `FileError`.
    static func ranks(path: String, nodeNames: [String]) throws -> [Int32] {
        let indices = index(nodeNames)
        var ranks = [Int32](repeating: -1, count: nodeNames.count)
        var isTaken = [Bool](repeating: false, count: nodeNames.count)
        for (line, text) in try lines(path) {
            func bad(_ expected: String) -> ExperimentError {
                .malformedOrder(file: path, line: line, found: text, expected: expected)
            }
            let fields = text.split { $0 == " " || $0 == "," || $0 == "\t" }
            guard fields.count == 2, let rank = Int(fields[1]) else {
                throw bad("a node's name and its rank")
            }
            guard let node = indices[String(fields[0])] else { throw bad("a node of the cluster") }
            guard ranks.indices.contains(rank), !isTaken[rank] else {
                throw bad("a rank from 0 to \(ranks.count - 1) that no other node has")
            }
            guard ranks[Int(node)] < 0 else { throw bad("each node once") }
            ranks[Int(node)] = Int32(rank)
            isTaken[rank] = true
        }
        if let missing = ranks.firstIndex(of: -1) {
            throw ExperimentError.malformedOrder(
                file: path, line: 1, found: "no rank for node \(nodeNames[missing])",
                expected: "a rank for each of the \(ranks.count) nodes")
        }
        return ranks
    }

    private static func index(_ names: [String]) -> [String: Int32] {
        var indices: [String: Int32] = [:]
        for (index, name) in names.enumerated() { indices[name] = Int32(index) }
        return indices
    }

    /// The lines that are not empty, with their numbers.
    private static func lines(_ path: String) throws -> [(number: Int, text: String)] {
        let bytes = try TextFile.bytes(path)
        var lines: [(Int, String)] = []
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.last == 0x0D ? line.dropLast() : line
            if !trimmed.isEmpty { lines.append((index + 1, String(decoding: trimmed, as: UTF8.self))) }
        }
        return lines
    }
}
