extension ClusterSpec {
    /// A spec with another number of GPUs of one type.
    ///
    /// - Parameters:
    ///   - type: GPU type, in capitals or not.
    ///   - gpuCount: GPUs of that type, >= 0; 0 leaves the type out.
    ///   - spec: A spec, Gavel's form, or a preset that a spec describes.
    /// - Returns: A spec in the form `v100=36,p100=24@4`; nodes keep their size.
    /// - Throws: ``ClusterError`` for a type that is not there, one on nodes of several sizes, or no spec.
    public static func replacing(
        _ type: String, with gpuCount: Int, in spec: String
    ) throws(ClusterError) -> String {
        var parts = try counts(spec)
        guard let index = parts.firstIndex(where: { $0.type.lowercased() == type.lowercased() }) else {
            throw .malformed(
                spec: spec, part: type,
                expected: "a GPU type of the cluster: \(parts.map(\.type).joined(separator: ", "))")
        }
        guard !parts[index].size.contains("+") else {
            throw .malformed(
                spec: spec, part: "\(type)=\(parts[index].size)",
                expected: "nodes of one size to count GPUs of")
        }
        let sides = parts[index].size.split(separator: "@", maxSplits: 1)
        parts[index].size = ([String(gpuCount)] + sides.dropFirst().map(String.init)).joined(separator: "@")
        if gpuCount == 0 { parts.remove(at: index) }
        return parts.filter { $0.size != "0" }.map { "\($0.type)=\($0.size)" }.joined(separator: ",")
    }

    /// GPU types with what is behind their `=`, in the order of the spec.
    private static func counts(_ spec: String) throws(ClusterError) -> [(type: String, size: String)] {
        _ = try layout(spec)
        let text = ClusterPreset.named(spec)?.spec ?? spec
        if text.contains("*") || ClusterPreset.named(spec)?.groups != nil {
            throw .malformed(spec: spec, part: spec, expected: "a cluster written as TYPE=GPUS,TYPE=GPUS")
        }
        guard text.contains("=") else {
            return zip(["v100", "p100", "k80"], text.split(separator: ":")).map { ($0, String($1)) }
        }
        return text.split(separator: ",").map { part in
            let sides = part.split(separator: "=", maxSplits: 1)
            return (String(sides[0]), String(sides[1]))
        }
    }
}
