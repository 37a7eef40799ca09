internal import Cluster
private import Foundation
private import Kit

/// Provenance as it is read back.
extension RunProvenance {
    /// Reads the JSON of a record.
    ///
    /// - Throws: ``ByteReader/Damage`` when something needed is missing.
    init(json bytes: [UInt8]) throws {
        guard let root = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            let cluster = root["cluster"] as? [String: Any], let nodes = cluster["nodes"] as? [[String: Any]]
        else { throw ByteReader.Damage(problem: "its first batch is not the JSON that it should be") }
        self.init(
            layout: try ClusterLayout(
                name: cluster["name"] as? String ?? "", groups: try Self.nodeGroups(nodes)))
        // These must be right to the last bit, which JSONSerialization does not promise.
        let lengths = try? JSONDecoder().decode(Lengths.self, from: Data(bytes))
        roundSeconds = try ByteReader.finite(lengths?.roundSeconds ?? 0)
        secondsPerMove = try ByteReader.finite(lengths?.secondsPerMove ?? 0)
        mechanism = root["mechanism"] as? String ?? ""
        policy = root["policy"] as? String ?? ""
        importedFrom = root["importedFrom"] as? String ?? ""
        seed = UInt64(root["seed"] as? String ?? "") ?? 0
        engine = root["engine"] as? String ?? ""
        if let window = root["window"] as? [Int], window.count == 2, window[0] <= window[1] {
            self.window = window[0]..<window[1]
        }
        if let ids = root["reasons"] as? [Int] {
            reasons = .jobs(Set(ids.compactMap { UInt32(exactly: $0) }))
        } else {
            reasons = root["reasons"] as? String == "all" ? .all : .none
        }
        experiment = Self.value(root["experiment"])
        replay = PolicyReplay(root["replay"])
        host = Self.value(root["host"])
    }

    /// The nodes of the cluster; their counts are checked before anything is made of them.
    private static func nodeGroups(
        _ nodes: [[String: Any]]
    ) throws(ByteReader.Damage) -> [NodeGroup] {
        var groups: [NodeGroup] = []
        var nodeCount = 0
        for node in nodes {
            let (count, gpusPerNode) = (node["nodeCount"] as? Int ?? 0, node["gpusPerNode"] as? Int ?? 0)
            let limit = ClusterLayout.gpuCountLimit
            guard (0...limit - nodeCount).contains(count), (0...limit).contains(gpusPerNode) else {
                throw ByteReader.Damage(
                    problem: "its cluster has \(count) nodes of \(gpusPerNode) GPUs, at most \(limit) fit")
            }
            nodeCount += count
            groups.append(
                NodeGroup(
                    gpuType: node["gpuType"] as? String ?? "", nodeCount: count, gpusPerNode: gpusPerNode,
                    cpuMilliPerNode: node["cpuMilliPerNode"] as? Int,
                    memoryMiBPerNode: node["memoryMiBPerNode"] as? Int, rack: node["rack"] as? String ?? ""))
        }
        return groups
    }

    private struct Lengths: Decodable {
        var roundSeconds: Double?
        var secondsPerMove: Double?
    }

    /// JSON with its keys in alphabetical order: the order of writing is not kept by Foundation.
    private static func value(_ any: Any?) -> JSONValue {
        switch any {
        case let text as String: .string(text)
        case let number as NSNumber: number.isBool ? .bool(number.boolValue) : Self.number(number)
        case let list as [Any]: .array(list.map { value($0) })
        case let object as [String: Any]:
            .object(object.keys.sorted().map { ($0, value(object[$0])) })
        default: .null
        }
    }

    private static func number(_ number: NSNumber) -> JSONValue {
        let double = number.doubleValue
        return double == double.rounded() && abs(double) < 1e15 ? .int(Int(double)) : .double(double)
    }
}

extension NSNumber {
    /// Foundation reads JSON's true and false as numbers, too.
    fileprivate var isBool: Bool { String(cString: objCType) == "c" }
}
