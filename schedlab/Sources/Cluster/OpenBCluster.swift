/// The GPU nodes of Alibaba's 2023 GPU trace ("openb"), as figures: 1,213 nodes, 6,212 GPUs.
///
/// - Note: Source: `openb_node_list_gpu_node.csv` of alibaba/clusterdata (`cluster-trace-gpu-v2023`) and of
///   hkust-adsl/kubernetes-scheduler-simulator (Apache-2.0); Weng et al., ATC 2023. G2 and G3 are
///   undisclosed models.
enum OpenBCluster {
    /// GPU type, nodes, GPUs, cores and GiB per node.
    private static let shapes: [(type: String, nodes: Int, gpus: Int, cores: Int, memoryGiB: Int)] = [
        ("A10", 2, 1, 128, 1024), ("G2", 549, 8, 96, 384), ("G3", 39, 8, 128, 768),
        ("P100", 107, 2, 16, 120), ("P100", 22, 2, 64, 256), ("P100", 2, 2, 8, 60), ("P100", 3, 1, 8, 60),
        ("T4", 387, 2, 104, 512), ("T4", 17, 4, 96, 384), ("V100M16", 28, 4, 32, 128),
        ("V100M16", 19, 1, 8, 32), ("V100M16", 7, 8, 64, 256), ("V100M16", 1, 8, 82, 336),
        ("V100M32", 21, 8, 96, 768), ("V100M32", 9, 4, 48, 368),
    ]

    /// The nodes.
    static let groups = shapes.map { shape in
        NodeGroup(
            gpuType: shape.type, nodeCount: shape.nodes, gpusPerNode: shape.gpus,
            cpuMilliPerNode: shape.cores * 1000, memoryMiBPerNode: shape.memoryGiB * 1024)
    }

    /// The GPUs by type and node size, without CPU and memory.
    static let spec =
        "A10=2@1,G2=4392@8,G3=312@8,P100=262@2+3@1,T4=774@2+68@4,V100M16=112@4+19@1+64@8,V100M32=168@8+36@4"
}
