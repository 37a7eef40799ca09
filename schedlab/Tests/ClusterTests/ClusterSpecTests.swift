import Cluster
import Testing

@Suite("Cluster specs")
struct ClusterSpecTests {
    @Test("types are numbered in alphabetical order, GPUs consecutively, as Gavel numbers workers")
    func gavelNumbering() throws {
        let layout = try ClusterSpec.layout("36:36:36")
        #expect(layout.types.map(\.name) == ["k80", "p100", "v100"])
        #expect(layout.types.map(\.gpus) == [0..<36, 36..<72, 72..<108])
        #expect(layout.nodes.count == 108)
    }

    @Test("demo-504 has the node sizes of its spec")
    func demo() throws {
        let layout = try ClusterSpec.layout("demo-504")
        #expect(layout.gpuCount == 504)
        #expect(layout.types.map(\.gpuCount) == [124, 180, 200])
        let v100 = layout.types[2]
        let sizes = layout.nodes[v100.nodes].map(\.gpus.count)
        #expect(sizes.count { $0 == 8 } == 16 && sizes.count { $0 == 4 } == 12)
        #expect(sizes.count { $0 == 2 } == 8 && sizes.count { $0 == 1 } == 8)
        #expect(layout.describedInNodes.hasPrefix("8 nodes of 8 k80, 10 of 4, 6 of 2, 8 of 1; "))
    }

    @Test("alibaba-6200 has 6,200 GPUs of six types on nodes of 8")
    func alibaba() throws {
        let layout = try ClusterSpec.layout("alibaba-6200")
        #expect(layout.gpuCount == 6200)
        let counts = Dictionary(uniqueKeysWithValues: layout.types.map { ($0.name, $0.gpuCount) })
        #expect(counts == ["G2": 4392, "T4": 840, "G3": 312, "P100": 264, "V100M32": 200, "V100M16": 192])
        #expect(layout.nodes.allSatisfy { $0.gpus.count == 8 })
    }

    @Test(
        "nodes, GPUs and types fit together",
        arguments: ClusterPreset.all.map(\.name) + ["v100=16@8+12@4+6@2+2@1", "0:4:4"])
    func consistent(spec: String) throws {
        let layout = try ClusterSpec.layout(spec)
        for (index, node) in layout.nodes.enumerated() {
            for gpu in node.gpus { #expect(Int(layout.nodeOfGPU[gpu]) == index) }
            #expect(layout.types[node.typeIndex].nodes.contains(index))
            #expect(layout.types[node.typeIndex].gpus.contains(node.gpus.lowerBound))
        }
        #expect(layout.types.map(\.gpuCount).reduce(0, +) == layout.gpuCount)
    }

    @Test(
        "bad specs are refused with the part that is wrong",
        arguments: [
            (
                "v100=6@4",
                ClusterError.indivisible(spec: "v100=6@4", part: "v100=6@4", gpuCount: 6, gpusPerNode: 4)
            ),
            ("v100=0", .notPositive(spec: "v100=0", what: "the number of v100 GPUs", found: "'0'")),
            ("v100=-3", .notPositive(spec: "v100=-3", what: "the number of v100 GPUs", found: "'-3'")),
            ("v100=8@0", .notPositive(spec: "v100=8@0", what: "the node size of v100", found: "'0'")),
            ("v100=", .notPositive(spec: "v100=", what: "the number of v100 GPUs", found: "''")),
            (
                "36:36",
                .malformed(
                    spec: "36:36", part: "36:36",
                    expected: "three counts, V100:P100:K80, for example 36:36:36")
            ),
            ("0:0:0", .empty(name: "0:0:0")),
            ("philly", .unknown(spec: "philly", nearest: ["philly-108"])),
            (
                "v100=9999999999",
                .tooLarge(spec: "v100=9999999999", gpuCount: 9_999_999_999, limit: 2_000_000)
            ),
        ])
    func refused(spec: String, error: ClusterError) {
        #expect(throws: error) { try ClusterSpec.layout(spec) }
    }
}
