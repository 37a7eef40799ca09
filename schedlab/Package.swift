// swift-tools-version: 6.2
import PackageDescription

// One target per layer box of docs/architecture.md; a target depends only on targets of lower layers.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// Golden files are read by path, not bundled.
func goldenFolders(_ name: String) -> [String] { name == "CommandTests" ? ["Golden"] : [] }

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport", kit, kitTesting],
        exclude: goldenFolders(name),
        swiftSettings: strict)
}

/// What all products of the repository share: files, CSV, JSON, digests; the hint for a misspelt name.
let kit: Target.Dependency = .product(name: "Kit", package: "kit")
let spelling: Target.Dependency = .product(name: "Spelling", package: "kit")
let kitTesting: Target.Dependency = .product(name: "KitTesting", package: "kit")

let package = Package(
    name: "schedlab",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "schedlab", targets: ["schedlab"]),
        .library(
            name: "SchedlabCore",
            targets: ["Cluster", "Workload", "LinearPrograms", "Simulation", "Policies", "Placement"]),
        // What the server of the nested package `workbench` builds on.
        .library(
            name: "SchedlabViews",
            targets: [
                "Views", "Reports", "Recording", "PageAssets", "TextFormats", "Cluster", "Experiments",
                "Simulation",
            ]),
    ],
    dependencies: [
        .package(path: "../kit"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // Layer 0
        .target(name: "CHiGHS"),
        library("Cluster", [spelling]),
        library(
            "Workload", [spelling],
            resources: [
                .embedInCode("Resources/gavel_throughputs.csv"),
                .embedInCode("Resources/openb_classes.csv"),
            ]),
        library("LinearPrograms", ["CHiGHS"]),
        // Layer 1
        library(
            "Simulation",
            ["Cluster", "Workload", .product(name: "HeapModule", package: "swift-collections")]),
        // Layer 2
        library("Policies", ["Simulation", "Workload", "LinearPrograms"]),
        library("Placement", ["Simulation", "Cluster", "Workload"]),
        // Layer 3
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        library("TextFormats", ["CZlib", kit]),
        library(
            "Drawing", ["TextFormats", kit],
            resources: [.embedInCode("Resources/glyphs.txt"), .embedInCode("Resources/glyphs-licence.txt")]),
        library("Traces", ["Cluster", "Workload", kit, spelling, "Yams"]),
        library("Recording", ["Simulation", "Cluster", "Workload", "TextFormats", kit]),
        library("PolicyProcesses", ["Simulation", "Cluster", "Workload", kit]),
        // Layer 4
        library("Metrics", ["Simulation", "Cluster", "Workload"]),
        // Layer 5
        library("Views", ["Recording", "Cluster", kit]),
        .executableTarget(name: "EmbedPageTool"),
        .plugin(name: "EmbedPage", capability: .buildTool(), dependencies: ["EmbedPageTool"]),
        .target(
            name: "PageAssets", dependencies: [kit], swiftSettings: strict, plugins: ["EmbedPage"]),
        library(
            "Experiments",
            [
                "Cluster", "Workload", "LinearPrograms", "Simulation", "Policies", "Placement", "Traces",
                "Recording", "Metrics", "PolicyProcesses", kit, spelling, "Yams",
            ], resources: [.embedInCode("Resources/fgd_published_means.csv")]),
        library(
            "Reports",
            [
                "Experiments", "LinearPrograms", "Metrics", "Recording", "Simulation", "Workload", "Cluster",
                "TextFormats", "Traces", "Views", "PageAssets", "Drawing", kit,
            ]),
        library(
            "Sweeps",
            [
                "Drawing", "Experiments", "Reports", "Metrics", "Cluster", "Traces", kit, spelling, "Yams",
            ],
            resources: [
                .embedInCode("Resources/published_figures.csv"), .embedInCode("Resources/fgd_figures.yaml"),
                .embedInCode("Resources/gavel_figures.yaml"),
            ]),
        // Layer 6
        .executableTarget(
            name: "schedlab",
            dependencies: [
                "Experiments", "Reports", "Recording", "Traces", "Simulation", "Cluster", "Workload",
                "LinearPrograms", kit, "Metrics", "Views", "PageAssets", "Sweeps", "Drawing",
                "PolicyProcesses",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // Tests
        .target(
            name: "TestSupport", dependencies: ["LinearPrograms", kitTesting], path: "Tests/TestSupport",
            swiftSettings: strict),
        .target(
            name: "HostileInputs",
            dependencies: [
                "Cluster", "Experiments", "Metrics", "Recording", "Reports", "Simulation", "Sweeps", "Traces",
                "Workload", kit,
            ], path: "Tests/HostileInputs", swiftSettings: strict),
        tests("ClusterTests", ["Cluster"]),
        tests("WorkloadTests", ["Workload"]),
        .target(name: "CAllocationCount", path: "Tests/CAllocationCount"),
        tests("LinearProgramsTests", ["LinearPrograms", "CAllocationCount"]),
        tests(
            "SimulationTests",
            ["Cluster", "LinearPrograms", "Metrics", "Placement", "Policies", "Simulation", "Workload"]),
        tests("PoliciesTests", ["Cluster", "LinearPrograms", "Policies", "Simulation", "Workload"]),
        tests("PlacementTests", ["Cluster", "Placement", "Simulation", "Workload"]),
        tests("FormatTests", ["Cluster", "Traces", "Workload"]),
        tests("MetricsTests", ["Metrics"]),
        tests("PolicyProcessesTests", ["PolicyProcesses", "Simulation", "Cluster", "Workload"]),
        tests("DrawingTests", ["Drawing", "TextFormats"]),
        tests("ExperimentsTests", ["Cluster", "Experiments", "Metrics", "Simulation", "Workload"]),
        tests(
            "RecordingTests",
            [
                "Cluster", "Experiments", "HostileInputs", "Metrics", "Recording", "Reports", "Simulation",
                "Views", "PageAssets", "TextFormats", "Workload",
            ]),
        tests("SweepsTests", ["Cluster", "Drawing", "Experiments", "Metrics", "Sweeps"]),
        tests("CommandTests", ["schedlab"]),
    ]
)

// Scripts/fuzz builds this with libFuzzer, which brings a main of its own.
if Context.environment["SCHEDLAB_FUZZ_BUILD"] != nil {
    package.products.append(.library(name: "FuzzTarget", type: .static, targets: ["FuzzTarget"]))
    package.targets.append(
        .target(name: "FuzzTarget", dependencies: ["HostileInputs"], path: "Tests/FuzzTarget"))
}
