internal import Cluster
private import Kit
private import Spelling
private import Workload
private import Yams

/// Reads `cluster.yaml`; refuses it with the line of what is wrong.
enum ClusterYAML {
    private static let topKeys = ["name", "nodes"]
    private static let nodeKeys = ["gpu_type", "gpus", "cpus", "memory_gib", "count", "rack"]

    /// Reads a cluster.
    ///
    /// - Parameter path: The file.
    /// - Returns: The cluster, and what was done with the file.
    /// - Throws: ``TraceError``, a `FileError` or a `ClusterError`.
    static func layout(path: String) throws -> (layout: ClusterLayout, report: ImportReport) {
        let bytes = try TextFile.bytes(path, limit: YAMLFile.limitBytes)
        let root: Node?
        do throws(YAMLFile.Problem) {
            root = try YAMLFile.root(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw TraceError.malformedYAML(file: path, line: nil, problem: error.text)
        }
        let file = Place(path: path)
        let top = try file.mapping(root, keys: topKeys, what: "the file")
        guard let list = top["nodes"] else { throw file.bad(root, "it has no list 'nodes'") }
        guard let kinds = list.sequence, !kinds.isEmpty else {
            throw file.bad(list, "'nodes' is no list, or an empty one")
        }
        let groups = try kinds.map { try group($0, file) }
        var report = ImportReport(file: path)
        report.sha256 = SHA256.hexDigest(bytes)
        report.rowCount = groups.count
        report.columnsUsed = nodeKeys.filter { key in kinds.contains { $0.mapping?[key] != nil } }
        report.derived = ClusterFiles.spellingNotes(groups)
        let name = try top["name"].map { try file.text($0, "name") } ?? path
        return (try ClusterLayout(name: name, groups: groups), report)
    }

    private static func group(_ node: Node, _ file: Place) throws -> NodeGroup {
        let fields = try file.mapping(node, keys: nodeKeys, what: "a kind of nodes")
        guard let type = fields["gpu_type"] else { throw file.bad(node, "it has no 'gpu_type'") }
        guard let gpus = fields["gpus"] else { throw file.bad(node, "it has no 'gpus'") }
        let cpus = try fields["cpus"].map { try file.number($0, "cpus") }
        let memory = try fields["memory_gib"].map { try file.number($0, "memory_gib") }
        return NodeGroup(
            gpuType: try file.text(type, "gpu_type"),
            nodeCount: try fields["count"].map { try file.count($0, "count") } ?? 1,
            gpusPerNode: try file.count(gpus, "gpus"),
            cpuMilliPerNode: cpus.map { Int(($0 * 1000).rounded()) },
            memoryMiBPerNode: memory.map { Int(($0 * 1024).rounded()) },
            rack: try fields["rack"].map { try file.text($0, "rack") } ?? "")
    }

    /// The file that is read, for messages with a line.
    private struct Place {
        let path: String

        func bad(_ node: Node?, _ problem: String) -> TraceError {
            .malformedYAML(file: path, line: node?.mark?.line, problem: problem)
        }

        /// The values of a mapping; keys that it must not have are refused with the nearest that it may.
        func mapping(_ node: Node?, keys: [String], what: String) throws(TraceError) -> [String: Node] {
            guard let mapping = node?.mapping else {
                throw bad(node, "\(what) is no list of names and values")
            }
            var values: [String: Node] = [:]
            for (key, value) in mapping {
                let name = key.string ?? ""
                guard keys.contains(name) else {
                    let near = nearest(to: name, among: keys)
                    let hint = near.isEmpty ? "" : "; did you mean \(near.joined(separator: " or "))?"
                    throw bad(key, "'\(name)' is no key of \(what)\(hint)")
                }
                values[name] = value
            }
            return values
        }

        func text(_ node: Node, _ key: String) throws(TraceError) -> String {
            guard let text = node.scalar?.string, !text.isEmpty else {
                throw bad(node, "'\(key)' is empty or no single value")
            }
            return text
        }

        func number(_ node: Node, _ key: String) throws(TraceError) -> Double {
            let text = try text(node, key)
            guard let value = DecimalNumber.double(text), value >= 0, value <= 1e9 else {
                throw bad(node, "'\(key)' is '\(text)', expected a number from 0 to 1e9")
            }
            return value
        }

        func count(_ node: Node, _ key: String) throws(TraceError) -> Int {
            let text = try text(node, key)
            guard let value = DecimalNumber.int(text), value >= 1 else {
                throw bad(node, "'\(key)' is '\(text)', expected a whole number >= 1")
            }
            return value
        }
    }
}
