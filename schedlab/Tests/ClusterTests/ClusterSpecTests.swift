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

    @Test("openb-2023 has the trace's nodes with CPU and memory, cluster-h its four node sizes")
    func openB() throws {
        let layout = try ClusterSpec.layout("openb-2023")
        #expect(layout.gpuCount == 6212 && layout.nodes.count == 1213)
        #expect(layout.types.map(\.name) == ["A10", "G2", "G3", "P100", "T4", "V100M16", "V100M32"])
        #expect(layout.types.map(\.gpuCount) == [2, 4392, 312, 265, 842, 195, 204])
        #expect(layout.nodes.map(\.cpuMilli).reduce(0, +) == 107_018_000)
        #expect(layout.nodes.map(\.memoryMiB).reduce(0, +) == 503_828_480)
        let sizes = [1, 2, 4, 8].map { size in layout.nodes.count { $0.gpus.count == size } }
        #expect(sizes == [24, 518, 54, 617])
        let bySpec = try ClusterSpec.layout(ClusterPreset.named("openb-2023")?.spec ?? "")
        #expect(bySpec.types.map(\.gpuCount) == layout.types.map(\.gpuCount), "the spec that the list shows")
        let h = try ClusterSpec.layout("cluster-h")
        #expect(h.gpuCount == 5592)
        #expect(
            [8, 4, 2, 1].map { size in h.nodes.count { $0.gpus.count == size } } == [462, 310, 228, 200])
    }

    @Test("a star gives copies of a cluster")
    func copies() throws {
        let layout = try ClusterSpec.layout("openb-2023*3")
        #expect(layout.gpuCount == 3 * 6212 && layout.nodes.count == 3 * 1213)
        #expect(try ClusterSpec.layout("v100=4@2*2").nodes.count == 4)
        for bad in ["openb-2023*0", "openb-2023*x", "openb-2023*99999999", "nothing*2"] {
            #expect(throws: ClusterError.self) { try ClusterSpec.layout(bad) }
        }
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
