import Testing

@testable import TidyRules

/// Each rule fires where it should, and not where it should not.
@Suite("Rules of tidiness")
struct RuleTests {
    /// A rule, files that it must find something in, and files that it must let through.
    struct Case: CustomTestStringConvertible, Sendable {
        var rule: any TidyRule
        var bad: [(path: String, text: String)]
        /// Lines of the first file that are found.
        var lines: [Int]
        var good: [(path: String, text: String)]
        var core: [String] = []

        var testDescription: String { rule.name }
    }

    private static let long = String(repeating: "    a()\n", count: 54)

    static let cases: [Case] = [
        Case(
            rule: FileLength(), bad: [("Sources/A/A.swift", String(repeating: "\n", count: 351))],
            lines: [351],
            good: [
                ("Sources/A/A.swift", String(repeating: "\n", count: 350)),
                ("Tests/ATests/ATests.swift", String(repeating: "\n", count: 400)),
            ]),
        Case(
            rule: FunctionLength(),
            bad: [("Sources/A/A.swift", "struct A {\n  func f() {\n\(long)  }\n  init() {\n\(long)  }\n}\n")],
            lines: [2, 58],
            good: [("Sources/A/A.swift", "struct A {\n  func f() {\n\(long.dropLast(8))  }\n}\n")]),
        Case(
            rule: FileName(), bad: [("Sources/A/Names.swift", "struct A {}\nenum B {}\n")], lines: [1],
            good: [
                ("Sources/A/A.swift", "extension String {}\nstruct A {}\nenum B {}\n"),
                ("Sources/A/A+Reading.swift", "extension A {}\n"), ("Sources/A/Words.swift", "let a = 1\n"),
                ("Sources/A/String+A.swift", "extension String {}\n"),
            ]),
        Case(
            rule: ForbiddenWords(),
            bad: [
                (
                    "Sources/A/A.swift",
                    "import Foundation\nfunc f() {\n  print(1)\n  try! g()\n  x as! Int\n  fatalError(\"\")\n"
                        + "  let a = \"\\(try! g())\"\n  Date()\n  // TO" + "DO: later\n}\n"
                )
            ], lines: [1, 3, 4, 5, 6, 7, 8, 9],
            good: [
                (
                    "Sources/A/A.swift",
                    "/// print(1), try! and Date() in words\nlet a = \"print(1) try! fatalError()\"\n"
                        + "let raw = #\"a \" try! \\(x) \"#\nlet b = try !isDone()\nf.print(1)\nlet c = Date(day)\n"
                ),
                ("Sources/Shell/A.swift", "import Foundation\nlet a = Date()\n"),
                ("Sources/program/A.swift", "print(1)\n"), ("Tests/ATests/A.swift", "try! f()\nprint(1)\n"),
            ], core: ["Sources/A"]),
        Case(
            rule: UndocumentedAPI(),
            bad: [
                (
                    "Sources/A/A.swift",
                    "/// Here.\npublic struct A {\n  public var a = 1\n  package static func b() {}\n  /// c\n"
                        + "  @inlinable public func c() {}\n  public init() {}\n}\n"
                )
            ], lines: [3, 4, 7],
            good: [
                (
                    "Sources/A/A.swift",
                    "/// Here.\n@frozen\npublic struct A {\n  var a = 1\n  func b() {}\n}\npublic extension A {\n"
                        + "  private func c() {}\n}\n"
                )
            ]),
        Case(
            rule: DeadDeclarations(),
            bad: [
                (
                    "Sources/A/A.swift",
                    "struct A {\n  let used = 1\n  let left = 2\n  func f() { used }\n  enum B {\n    case c, d(Int)\n  }\n}\n"
                        + "A().f(); B.d\n"
                ), ("Tests/ATests/A.swift", "A().left\n"),
            ], lines: [3, 6],
            good: [
                (
                    "Sources/A/A.swift",
                    "struct A: CustomStringConvertible {\n  var description: String { name }\n  let name: String\n"
                        + "  enum B: String {\n    case c, d\n  }\n  static func == (a: A, b: A) -> Bool { \"\\(a.f())\" }\n"
                        + "  func f() -> B? { B(rawValue: \"c\") }\n}\n_ = A.self\n"
                )
            ]),
        Case(
            rule: NeedlesslyVisible(),
            bad: [
                (
                    "Sources/A/A.swift",
                    "public struct A {\n  public func f() {}\n  public func g() { f() }\n  package let h = 1\n}\n"
                ), ("Sources/B/B.swift", "A().g()\n"),
            ], lines: [2, 4],
            good: [
                (
                    "Sources/A/A.swift",
                    "public struct A: P {\n  public func f() {}\n  public var part: Part\n  public func g(\n    _ x: Other\n"
                        + "  ) {}\n}\npublic struct Part {}\npublic enum Other {}\npublic protocol P {\n  func f()\n}\n"
                ), ("Sources/B/B.swift", "A().part.g(); P.self\n"),
            ]),
        Case(
            rule: BareTolerances(),
            bad: [("Sources/A/A.swift", "func f() {\n  a < 1e-9\n  return b * 2.5E-7\n}\n")], lines: [2, 3],
            good: [
                (
                    "Sources/A/A.swift",
                    "struct A {\n  static let tolerance = 1e-9\n}\nfunc f() { a < 1e-3 || a < 0x1e-9 || \"1e-9\" == \"\" }\n"
                )
            ]),
        Case(
            rule: SameBodies(),
            bad: [
                ("Sources/A/B.swift", twin("g", "value", "7")),
                ("Sources/A/A.swift", twin("f", "count", "3")),
            ], lines: [1],
            good: [
                (
                    "Sources/A/A.swift",
                    twin("f", "count", "3") + twin("g", "count", "3").replacing("+", with: "-")
                        + "struct A {\n  init(a: Int) {\n" + members
                        + "  }\n}\nstruct B {\n  init(b: Int) {\n"
                        + members + "  }\n}\n"
                )
            ]),
    ]

    private static let members = (0..<9).map { "    self.a\($0) = a\($0)\n" }.joined()

    private static func twin(_ name: String, _ variable: String, _ number: String) -> String {
        "func \(name)() {\n" + String(repeating: "  \(variable) = \(variable) + \(number)\n", count: 9)
            + "}\n"
    }

    private static func package(_ files: [(path: String, text: String)], _ core: [String]) -> SourcePackage {
        SourcePackage(
            name: "program", files: files.map { SourceFile(path: $0.path, text: $0.text) }, core: core)
    }

    @Test("A rule fires on what it forbids, at the line, and lets the rest through", arguments: cases)
    func fires(example: Case) {
        let found = example.rule.findings(in: Self.package(example.bad, example.core))
        #expect(found.filter { $0.path == example.bad[0].path }.map(\.line) == example.lines, "\(found)")
        #expect(example.rule.findings(in: Self.package(example.good, example.core)).isEmpty)
    }

    @Test("Every rule of the list is shown to fire, has a name of its own and a sentence")
    func complete() {
        #expect(Set(Self.cases.map(\.rule.name)) == Set(Tidy.rules.map(\.name)))
        #expect(Set(Tidy.rules.map(\.name)).count == Tidy.rules.count)
        #expect(Tidy.rules.allSatisfy { $0.summary.hasSuffix(".") })
    }

    @Test("A name that a neighbour uses is neither dead nor needlessly public")
    func neighbours() {
        let file = SourceFile(path: "Sources/A/A.swift", text: "public struct A {\n  public let b = 1\n}\n")
        let package = SourcePackage(name: "program", files: [file], foreignWords: ["A", "b"])
        #expect(DeadDeclarations().findings(in: package).isEmpty)
        #expect(NeedlesslyVisible().findings(in: package).isEmpty)
    }
}
