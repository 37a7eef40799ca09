// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that neither the demo nor the tests of schedlab build an HTTP stack. One target imports the
// library; the other answers requests as a pure function and is tested without it.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "workbench",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "schedlab-workbench", targets: ["schedlab-workbench"])],
    dependencies: [
        .package(path: ".."),
        .package(path: "../../kit"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    ],
    targets: [
        .target(
            name: "Workbench",
            dependencies: [
                .product(name: "SchedlabViews", package: "schedlab"), .product(name: "Kit", package: "kit"),
            ], swiftSettings: strict),
        .executableTarget(
            name: "schedlab-workbench",
            dependencies: [
                "Workbench", .product(name: "SchedlabViews", package: "schedlab"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WorkbenchTests",
            dependencies: [
                "Workbench", .product(name: "SchedlabViews", package: "schedlab"),
                .product(name: "KitTesting", package: "kit"), .product(name: "Kit", package: "kit"),
            ],
            swiftSettings: strict),
    ]
)
