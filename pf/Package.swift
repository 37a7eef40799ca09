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
/// All that the one target with the HTTP library may see of it.
let http: [Target.Dependency] = [
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "Logging", package: "swift-log"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]
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
        // The server alone, without the traits that read settings from files.
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0: plain values
        library("Money"),
        library("JSONText"),
        library("Markup"),
        library("Household", ["Money"]),
        // Layer 1: what people write
        library("Rules", ["Household", "Money", spelling, "Yams"], resources: ruleFiles),
        library(
            "Budgets", ["Household", "JSONText", "Money", spelling],
            resources: [.embedInCode("Resources/legacy_taxes.csv")]),
        // Layer 2: pure functions
        library("PayDocuments", ["Household", "JSONText", "Money", "Rules"]),
        library("Flow", ["Budgets", "Household", "JSONText", "Markup", "Money", "Rules", kit]),
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
        // Layer 4: what command and page do alike
        library(
            "Operations",
            [
                "Budgets", "Flow", "Household", "JSONText", "Money", "PDFText", "PayDocuments", "Rules",
                "Store", "Ynab", "YnabClient", kit,
            ]),
        // Layer 5: the page; handlers know no HTTP library
        library(
            "WebApp",
            [
                "Budgets", "Flow", "Household", "JSONText", "Markup", "Money", "Operations", "PDFText",
                "PayDocuments", "Rules", "Store", "YnabClient", kit,
            ],
            resources: [.embedInCode("Resources/style.css"), .embedInCode("Resources/script.js")]),
        // Layer 6: the only target that imports the HTTP library, and the command
        .target(name: "WebServer", dependencies: ["WebApp"] + http, swiftSettings: strict),
        .executableTarget(
            name: "pf",
            dependencies: [
                "Budgets", "Flow", "Household", "JSONText", "Money", "Operations", "PDFText", "PayDocuments",
                "Rules", "Store", "WebApp", "WebServer", "Ynab", "YnabClient", kit, spelling, arguments,
            ],
            swiftSettings: strict),
        // A YNAB server for tests and the demo
        library("FakeYnab", ["JSONText", "Money", "Ynab"]),
        .executableTarget(
            name: "pf-fake-ynab", dependencies: ["FakeYnab", "Money", arguments], swiftSettings: strict),
        // What Scripts/bench times inside the program
        .executableTarget(
            name: "pf-bench", dependencies: ["Flow", kit, arguments], swiftSettings: strict),
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
        tests(
            "FuzzTests",
            ["Budgets", "JSONText", "Money", "PDFText", "PayDocuments", "Rules", "Ynab"]),
        tests("StoreTests", ["Household", "Money", "PayDocuments", "Rules", "Store", "Ynab", grdb]),
        tests(
            "WebTests",
            [
                "FakeYnab", "Flow", "Household", "JSONText", "Money", "Operations", "PDFText", "Store",
                "WebApp",
                "YnabClient",
            ]),
        tests(
            "CommandTests",
            ["FakeYnab", "JSONText", "Money", "pf", "pf-fake-ynab", grdb], exclude: ["Golden"]),
    ]
)
