private import Foundation
private import Kit

/// The page around its parts: markup, style and script joined into one document that fetches nothing.
public struct PageShell: Sendable {
    /// Everything before the first part.
    public let head: String
    /// Everything after the last one.
    public let tail: String

    /// What a page says of who made it.
    public static let generator = "schedlab page"

    private static let markup = "page.html"
    private static let entry = "main.js"
    private static let workerEntry = "work/lanes.worker.js"
    private static let partsMark = "<!--parts-->"

    /// Puts a page together.
    ///
    /// - Parameters:
    ///   - files: What it is made of.
    ///   - title: What the browser calls it.
    ///   - isServed: Whether it may ask the server that it comes from.
    /// - Throws: ``PageError``.
    public init(_ files: WebFiles = .embedded, title: String, isServed: Bool) throws(PageError) {
        let style = files.files.filter { $0.path.hasSuffix(".css") }.map(\.text).joined(separator: "\n")
        let script = try ScriptJoiner.join(Self.entry, files)
        let worker = try ScriptJoiner.join(Self.workerEntry, files)
        var page = try files.text(Self.markup, wantedBy: "the page")
        try Self.put(Self.escaped(title), at: "<!--title-->", in: &page)
        try Self.put(
            Self.policy(script: script, style: style, isServed: isServed), at: "<!--csp-->", in: &page)
        try Self.put("<style>\(style)</style>", at: "<!--style-->", in: &page)
        let code = worker.replacingOccurrences(of: "</script", with: "<\\/script")
        try Self.put(
            "<script type=\"text/plain\" id=\"code:worker\">\(code)</script>\n<script>\(script)</script>",
            at: "<!--script-->", in: &page)
        let parts = page.components(separatedBy: Self.partsMark)
        guard parts.count == 2 else { throw .mark(Self.partsMark) }
        (head, tail) = (parts[0], parts[1])
    }

    /// A part as an element of the page.
    public static func element(name: String, base64: String) -> String {
        "<script type=\"text/plain\" id=\"part:\(escaped(name))\">\(base64)</script>\n"
    }

    private static func put(_ text: String, at mark: String, in page: inout String) throws(PageError) {
        let parts = page.components(separatedBy: mark)
        guard parts.count == 2 else { throw .mark(mark) }
        page = parts[0] + text + parts[1]
    }

    /// Only this script and this style, workers made of it, and nothing from elsewhere.
    private static func policy(script: String, style: String, isServed: Bool) -> String {
        let rules = [
            "default-src 'none'", "script-src '\(digest(script))' blob:", "style-src '\(digest(style))'",
            "worker-src blob:", "img-src data: blob:", isServed ? "connect-src 'self'" : "connect-src 'none'",
            "base-uri 'none'", "form-action 'none'",
        ]
        return "<meta http-equiv=\"Content-Security-Policy\" content=\"\(rules.joined(separator: "; "))\">\n"
            + "<meta name=\"generator\" content=\"\(generator)\">"
    }

    private static func digest(_ text: String) -> String {
        var digest = SHA256()
        digest.update(Array(text.utf8))
        let digits = Array(digest.hexDigest())
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        return "sha256-" + Data(bytes).base64EncodedString()
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
            .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
    }
}
