// swift-tools-version: 6.2
import PackageDescription

// One target per layer box of docs/architecture.md; a target depends only on targets of lower layers.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let kit: Target.Dependency = .product(name: "Kit", package: "kit")
let spelling: Target.Dependency = .product(name: "Spelling", package: "kit")
let kitTesting: Target.Dependency = .product(name: "KitTesting", package: "kit")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["HeartbeatTesting", kit, kitTesting], exclude: exclude,
        swiftSettings: strict)
}

let package = Package(
    name: "heartbeat",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "heartbeat", targets: ["heartbeat"])],
    dependencies: [
        .package(path: "../kit"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        // Layer 0: plain values and their parsers
        library("HeartbeatFile", [spelling]),
        // Layer 1: what is due when; programs that are started
        library("Schedule", ["HeartbeatFile"]),
        .target(name: "CSpawn"),
        library("ChildProcesses", ["CSpawn"]),
        library("Settings", ["HeartbeatFile", kit, spelling, "TOMLKit"]),
        // Layer 2: what happened; how a message leaves
        library("Ledger", [.product(name: "GRDB", package: "GRDB.swift")]),
        library("Delivery", ["ChildProcesses", "Settings", kit]),
        // Layer 3: one pass is the whole program
        library(
            "Gateway", ["HeartbeatFile", "Schedule", "ChildProcesses", "Settings", "Ledger", "Delivery", kit]),
        // Layer 4
        .executableTarget(
            name: "heartbeat",
            dependencies: [
                "HeartbeatFile", "Schedule", "Settings", "Ledger", "Delivery", "Gateway", kit,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // Tests
        .target(
            name: "HeartbeatTesting", dependencies: [kitTesting], path: "Tests/HeartbeatTesting",
            swiftSettings: strict),
        tests("HeartbeatFileTests", ["HeartbeatFile", "Schedule"]),
        tests("ScheduleTests", ["HeartbeatFile", "Schedule"]),
        tests("DeliveryTests", ["Delivery", "Settings"]),
        tests("GatewayTests", ["ChildProcesses", "Gateway", "Ledger", "HeartbeatFile", "Settings"]),
        tests("CommandTests", ["heartbeat", "Ledger"], exclude: ["Golden"]),
    ]
)
