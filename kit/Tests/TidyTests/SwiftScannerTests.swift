import Testing

@testable import TidyRules

@Suite("Scanner of Swift")
struct SwiftScannerTests {
    private func words(_ source: String) -> [String] {
        SwiftScanner.tokens(source).filter { $0.kind == .word }.map(\.text)
    }

    @Test("Texts of every kind are texts, and what is interpolated is code")
    func texts() {
        #expect(words(#"a("b \(c("d \(e) f")) g") h"#) == ["a", "c", "e", "h"])
        #expect(words("let a = \"\"\"\n  b \"c\" \\(d)\n  \"\"\"; e") == ["let", "a", "d", "e"])
        #expect(words(##"a(#"b \(c) " \#(d)"#) e"##) == ["a", "d", "e"])
        #expect(words(#"a("\"b\\") c"#) == ["a", "c"])
        #expect(words("a /* b /* c */ d */ e // f\ng") == ["a", "e", "g"])
    }

    @Test("Numbers are whole, and lines are counted through texts and comments")
    func numbers() {
        let tokens = SwiftScanner.tokens("1e-9 0x1F 1_000.5 a.0...2\n/* \n */ \"\"\"\n\n\"\"\" b")
        #expect(tokens.filter { $0.kind == .number }.map(\.text) == ["1e-9", "0x1F", "1_000.5", "0", "2"])
        #expect(tokens.last?.line == 5)
    }

    @Test("Declarations have their names, scopes, lines and signatures")
    func declarations() {
        let file = SourceFile(
            path: "Sources/A/A.swift",
            text: """
                public struct A<T>: B {
                    private(set) var a = 1
                    @Option(help: "a (b") var b: [String: Int] = [:]
                    static func < (
                        x: A, y: A
                    ) -> Bool { let local = 1; return local < 2 }
                    enum E { case one, two(Int), three }
                    var c: Int { switch self { case .one: 1 default: 2 } }
                    init() { self.init(1) }
                }
                """)
        #expect(
            file.declarations.map(file.fullName) == [
                "A", "A.a", "A.b", "A.<", "A.E", "A.E.one", "A.E.two", "A.E.three", "A.c", "A.init",
            ])
        #expect(file.declarations.map(\.line) == [1, 2, 3, 4, 7, 7, 7, 7, 8, 9])
        #expect(file.declarations[0].endLine == 10 && file.declarations[3].endLine == 6)
        #expect(file.declarations[3].head.contains { $0.text == "Bool" })
        #expect(
            file.declarations[1].modifiers == ["private"] && file.declarations[2].modifiers == ["@Option"])
    }
}
