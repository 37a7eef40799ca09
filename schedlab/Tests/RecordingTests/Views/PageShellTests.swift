import Foundation
import PageAssets
import TestSupport
import Testing

@Suite("The page around its parts")
struct PageShellTests {
    private func files(_ modules: [String: String], html: String = marks) -> WebFiles {
        WebFiles(
            files: [
                .init(path: "page.html", text: html),
                .init(path: "work/lanes.worker.js", text: "let w = 0;\n"),
            ] + modules.map { .init(path: $0.key, text: $0.value) })
    }

    private static let marks = "<!--csp--><title><!--title--></title><!--style--><!--parts--><!--script-->"

    @Test("modules stand in the order of their imports, once each, without imports and exports")
    func order() throws {
        let shell = try PageShell(
            files([
                "main.js": "import { b } from \"./x/b.js\";\nimport {\n  a,\n} from \"./a.js\";\nb(a);\n",
                "x/b.js": "import { a } from \"../a.js\";\nexport function b() { return a; }\n",
                "a.js": "export const a = 1;\n",
            ]), title: "<T>", isServed: false)
        let places = try ["const a = 1", "function b()", "b(a);"].map {
            try #require(shell.tail.range(of: $0))
        }
        #expect(places[0].lowerBound < places[1].lowerBound && places[1].lowerBound < places[2].lowerBound)
        #expect(shell.tail.components(separatedBy: "const a = 1").count == 2)
        #expect(!shell.tail.contains("import {") && !shell.tail.contains("export "))
        #expect(shell.head.contains("&lt;T&gt;") && shell.head.contains("connect-src 'none'"))
    }

    @Test("what cannot be joined is refused")
    func refused() {
        let wrong: [[String: String]] = [
            ["main.js": "import { a } from \"./a.js\";\n"],
            ["main.js": "import { a } from \"./a.js\";\n", "a.js": "import { b } from \"./main.js\";\n"],
            ["main.js": "import { a } from \"./a.js\";\nconst a = 1;\n", "a.js": "export const a = 2;\n"],
            ["main.js": "import a from \"./a.js\";\n", "a.js": ""], ["main.js": "export default 1;\n"],
            ["main.js": "export { a };\n"],
        ]
        for modules in wrong {
            #expect(throws: PageError.self) { try PageShell(files(modules), title: "", isServed: false) }
        }
        #expect(throws: PageError.self) {
            try PageShell(files(["main.js": ""], html: "<!--csp-->"), title: "", isServed: false)
        }
    }

    @Test("every file of Web is in the program as it lies in the folder")
    func embedded() throws {
        let folder = try WebFiles(folder: Places.package.appendingPathComponent("Web").path)
        #expect(WebFiles.embedded.files == folder.files)
        _ = try PageShell(title: "t", isServed: true)
    }
}
