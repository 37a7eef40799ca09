private import Spelling

/// Reads the short text form of a cluster.
///
/// - A preset: `philly-108`.
/// - GPUs per type: `v100=36,p100=36,k80=36` (nodes of one GPU), `v100=36@4` (nodes of 4),
///   `v100=16@8+12@4` (16 GPUs on nodes of 8 and 12 on nodes of 4).
/// - Several copies: `openb-2023*4` has four times as many nodes.
/// - Gavel's form: `36:36:36` = v100:p100:k80, nodes of one GPU; a 0 leaves a type out.
public enum ClusterSpec {
    /// Builds the cluster that `spec` describes.
    ///
    /// - Parameter spec: A preset's name or a spec.
    /// - Returns: The numbered cluster.
    /// - Throws: ``ClusterError`` that names the part and what was expected.
    public static func layout(_ spec: String) throws(ClusterError) -> ClusterLayout {
        let parts = spec.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return try ClusterLayout(name: spec, groups: nodeGroups(spec)) }
        let copies = try count(parts[1], spec: spec, what: "the number of copies")
        guard copies <= ClusterLayout.gpuCountLimit else {
            throw .tooLarge(spec: spec, gpuCount: .max, limit: ClusterLayout.gpuCountLimit)
        }
        let groups = try nodeGroups(String(parts[0])).map { group in
            var group = group
            let (count, overflow) = group.nodeCount.multipliedReportingOverflow(by: copies)
            group.nodeCount = overflow ? .max : count
            return group
        }
        return try ClusterLayout(name: spec, groups: groups)
    }

    private static func nodeGroups(_ spec: String) throws(ClusterError) -> [NodeGroup] {
        guard let preset = ClusterPreset.named(spec) else { return try groups(spec) }
        if let groups = preset.groups { return groups }
        return try groups(preset.spec)
    }

    private static func groups(_ spec: String) throws(ClusterError) -> [NodeGroup] {
        if spec.contains("=") { return try groupsByType(spec) }
        if spec.contains(":") { return try gavelGroups(spec) }
        throw .unknown(spec: spec, nearest: nearestPresets(spec))
    }

    private static func groupsByType(_ spec: String) throws(ClusterError) -> [NodeGroup] {
        var groups: [NodeGroup] = []
        var seen: [String] = []
        for part in spec.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw .malformed(
                    spec: spec, part: String(part), expected: "TYPE=GPUS or TYPE=GPUS@GPUS_PER_NODE")
            }
            let type = String(sides[0])
            guard !seen.contains(type.lowercased()) else {
                throw .malformed(
                    spec: spec, part: String(part), expected: "each GPU type once (join node sizes with '+')")
            }
            seen.append(type.lowercased())
            for size in sides[1].split(separator: "+", omittingEmptySubsequences: false) {
                groups.append(try group(spec: spec, type: type, text: size))
            }
        }
        return groups
    }

    /// One `GPUS` or `GPUS@GPUS_PER_NODE`.
    private static func group(
        spec: String, type: String, text: Substring
    ) throws(ClusterError) -> NodeGroup {
        let numbers = text.split(separator: "@", omittingEmptySubsequences: false)
        guard numbers.count <= 2 else {
            throw .malformed(spec: spec, part: String(text), expected: "GPUS@GPUS_PER_NODE")
        }
        let gpuCount = try count(numbers[0], spec: spec, what: "the number of \(type) GPUs")
        let gpusPerNode =
            numbers.count == 2 ? try count(numbers[1], spec: spec, what: "the node size of \(type)") : 1
        guard gpuCount.isMultiple(of: gpusPerNode) else {
            throw .indivisible(
                spec: spec, part: "\(type)=\(text)", gpuCount: gpuCount, gpusPerNode: gpusPerNode)
        }
        return NodeGroup(gpuType: type, nodeCount: gpuCount / gpusPerNode, gpusPerNode: gpusPerNode)
    }

    private static func gavelGroups(_ spec: String) throws(ClusterError) -> [NodeGroup] {
        let numbers = spec.split(separator: ":", omittingEmptySubsequences: false)
        guard numbers.count == 3 else {
            throw .malformed(
                spec: spec, part: spec, expected: "three counts, V100:P100:K80, for example 36:36:36")
        }
        var groups: [NodeGroup] = []
        for (type, text) in zip(["v100", "p100", "k80"], numbers) where text != "0" {
            let gpuCount = try count(text, spec: spec, what: "the number of \(type) GPUs")
            groups.append(NodeGroup(gpuType: type, nodeCount: gpuCount, gpusPerNode: 1))
        }
        return groups
    }

    private static func count(
        _ text: Substring, spec: String, what: String
    ) throws(ClusterError) -> Int {
        guard let number = Int(text), number > 0 else {
            throw .notPositive(spec: spec, what: what, found: "'\(text)'")
        }
        return number
    }

    private static func nearestPresets(_ spec: String) -> [String] {
        let names = ClusterPreset.all.map(\.name)
        let near = nearest(to: spec, among: names)
        return near.isEmpty
            ? names.filter { spec.count >= 3 && ($0.hasPrefix(spec.prefix(3)) || $0.contains(spec)) } : near
    }
}
