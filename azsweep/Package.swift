// swift-tools-version: 6.2
import PackageDescription

// One target per layer; a target depends only on targets above it in this list.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let kit: Target.Dependency = .product(name: "Kit", package: "kit")
let spelling: Target.Dependency = .product(name: "Spelling", package: "kit")
let kitTesting: Target.Dependency = .product(name: "KitTesting", package: "kit")

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["ServiceTesting", kitTesting], exclude: exclude,
        swiftSettings: strict)
}

let package = Package(
    name: "azsweep",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "azsweep", targets: ["azsweep"])],
    dependencies: [
        .package(path: "../kit"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // What accounts are and what may become of them; imports nothing.
        .target(name: "AzureModel", swiftSettings: strict),
        // The one boundary to the outside.
        .target(name: "ARMClient", dependencies: ["AzureModel"], swiftSettings: strict),
        // Inventory, drift, executor, journal.
        .target(
            name: "Sweep", dependencies: ["AzureModel", "ARMClient", kit, spelling], swiftSettings: strict),
        .executableTarget(
            name: "azsweep",
            dependencies: [
                "AzureModel", "ARMClient", "Sweep", kit,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], swiftSettings: strict),
        // Tests
        .target(
            name: "ServiceTesting", dependencies: [kitTesting], path: "Tests/ServiceTesting",
            swiftSettings: strict),
        tests("AzureModelTests", ["AzureModel"]),
        tests("ARMClientTests", ["ARMClient"]),
        tests("SweepTests", ["AzureModel", "ARMClient", "Sweep", kit]),
        tests("CommandTests", ["azsweep"], exclude: ["Golden"]),
    ]
)
