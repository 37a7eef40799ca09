/// A cluster that ships with schedlab.
public struct ClusterPreset: Sendable {
    /// Name on the command line.
    public let name: String
    /// One line for `schedlab list clusters`.
    public let summary: String
    /// The preset as a spec in the form of ``ClusterSpec``.
    public let spec: String
    /// The nodes, where the spec does not say all of them (CPU and memory); nil = those of the spec.
    var groups: [NodeGroup]?

    /// Every preset, in the order of `schedlab list clusters`.
    public static let all = [
        ClusterPreset(
            name: "philly-108", summary: "36 V100, 36 P100, 36 K80, one GPU a node: Gavel's Figures 9 to 11",
            spec: "v100=36,p100=36,k80=36"),
        ClusterPreset(
            name: "demo-504", summary: "200 V100, 180 P100, 124 K80 on nodes of 8, 4, 2 and 1 GPUs",
            spec: "v100=128@8+48@4+16@2+8@1,p100=112@8+48@4+12@2+8@1,k80=64@8+40@4+12@2+8@1"),
        ClusterPreset(
            name: "alibaba-6200",
            summary: "6,200 GPUs of six types on nodes of 8, after Alibaba's 2023 GPU trace",
            spec: "G2=4392@8,T4=840@8,G3=312@8,P100=264@8,V100M32=200@8,V100M16=192@8"),
        ClusterPreset(
            name: "openb-2023",
            summary: "1,213 nodes with 6,212 GPUs of seven types, CPU and memory, as in Alibaba's 2023 trace",
            spec: OpenBCluster.spec, groups: OpenBCluster.groups),
        ClusterPreset(
            name: "cluster-h", summary: "1,200 nodes with 5,592 V100 on nodes of 8, 4, 2 and 1 GPUs",
            spec: "v100=3696@8+1240@4+456@2+200@1"),
        ClusterPreset(
            name: "teaching",
            summary: "8 V100 on two nodes of 4, for schedules worked by hand (docs/teaching.md)",
            spec: "v100=8@4"),
    ]

    /// The preset of that name, if there is one.
    public static func named(_ name: String) -> ClusterPreset? { all.first { $0.name == name } }
}
