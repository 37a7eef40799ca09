// swift-tools-version: 6.2
import PackageDescription

// The layers are those of the README; a target depends only on targets of lower layers.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let kit: Target.Dependency = .product(name: "Kit", package: "kit")
let spelling: Target.Dependency = .product(name: "Spelling", package: "kit")
let kitTesting: Target.Dependency = .product(name: "KitTesting", package: "kit")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

func library(
    _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// Golden files are read by path, not bundled: a target that has some excludes their folder.
func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["PfTesting", kit, kitTesting], exclude: exclude,
        swiftSettings: strict)
}

/// The rule files that pf ships, inside the binary: it runs from wherever it is copied to.
let ruleFiles: [Resource] = [
    "us-household", "layout-default", "us-2024", "us-2025", "us-2026", "us-wa-2024", "us-wa-2025",
    "us-wa-2026",
].map { .embedInCode("Resources/\($0).yaml") }

let package = Package(
    name: "pf",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "pf", targets: ["pf"]),
        .executable(name: "pf-fake-ynab", targets: ["pf-fake-ynab"]),
    ],
    dependencies: [
        .package(path: "../kit"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // Layer 0: plain values
        library("Money"),
        library("JSONText"),
        library("Household", ["Money"]),
        // Layer 1: what people write
        library("Rules", ["Household", "Money", spelling, "Yams"], resources: ruleFiles),
        library(
            "Budgets", ["Household", "JSONText", "Money", spelling],
            resources: [.embedInCode("Resources/legacy_taxes.csv")]),
        // Layer 2: pure functions
        library("PayDocuments", ["Household", "JSONText", "Money", "Rules"]),
        library("Flow", ["Budgets", "Household", "JSONText", "Money", "Rules", kit]),
        library("Ynab", ["Household", "JSONText", "Money"]),
        // Layer 3: the world outside
        library(
            "Store",
            [
                "Budgets", "Flow", "Household", "JSONText", "Money", "PayDocuments", "Rules", "Ynab", kit,
                grdb,
            ]),
        library("PDFText", ["PayDocuments", kit]),
        library("YnabClient", ["JSONText", "Money", "Ynab"]),
        // Layer 4: the command
        .executableTarget(
            name: "pf",
            dependencies: [
                "Budgets", "Flow", "Household", "JSONText", "Money", "PDFText", "PayDocuments", "Rules",
                "Store", "Ynab", "YnabClient", kit, spelling, arguments,
            ],
            swiftSettings: strict),
        // A YNAB server for tests and the demo
        library("FakeYnab", ["JSONText", "Money", "Ynab"]),
        .executableTarget(
            name: "pf-fake-ynab", dependencies: ["FakeYnab", "Money", arguments], swiftSettings: strict),
        // Tests
        .target(
            name: "PfTesting", dependencies: ["PayDocuments", kitTesting], path: "Tests/PfTesting",
            swiftSettings: strict),
        tests("MoneyTests", ["Household", "JSONText", "Money"]),
        tests("RulesTests", ["Household", "Money", "Rules"]),
        tests("DocumentsTests", ["Household", "JSONText", "Money", "PDFText", "PayDocuments", "Rules"]),
        tests(
            "FlowTests",
            ["Budgets", "Flow", "Household", "JSONText", "Money", "PayDocuments", "Rules", "Ynab"]),
        tests("StoreTests", ["Household", "Money", "PayDocuments", "Rules", "Store", "Ynab", grdb]),
        tests(
            "CommandTests",
            ["FakeYnab", "JSONText", "Money", "pf", "pf-fake-ynab", grdb], exclude: ["Golden"]),
    ]
)
