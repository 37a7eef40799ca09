// swift-tools-version: 6.2
import PackageDescription

// What two products of this repository import; no code of third parties.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "kit",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Kit", targets: ["Kit"]),
        .library(name: "Spelling", targets: ["Spelling"]),
        .library(name: "KitTesting", targets: ["KitTesting"]),
        .executable(name: "tidy", targets: ["tidy"]),
    ],
    targets: [
        .target(name: "Kit", swiftSettings: strict),
        // Without Foundation: cores that must not touch files or clocks import it.
        .target(name: "Spelling", swiftSettings: strict),
        .target(name: "KitTesting", swiftSettings: strict),
        // The habits that `make lint` keeps
        .target(name: "TidyRules", swiftSettings: strict),
        .executableTarget(name: "tidy", dependencies: ["Kit", "TidyRules"], swiftSettings: strict),
        .testTarget(name: "TidyTests", dependencies: ["TidyRules"], swiftSettings: strict),
        .testTarget(
            name: "KitTests", dependencies: ["Kit", "KitTesting", "Spelling"], swiftSettings: strict),
    ]
)
