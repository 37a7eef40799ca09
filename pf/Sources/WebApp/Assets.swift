/// Files of the page that do not change.
enum Assets {
    static let style = file(PackageResources.style_css, "text/css; charset=utf-8")
    static let script = file(PackageResources.script_js, "text/javascript; charset=utf-8")
    static let icon = file(
        Array(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#17604a"/>\
            <path d="M4 9C14 9 16 7 28 7v6C16 13 14 15 4 15z" fill="#8fd3b6"/>\
            <path d="M4 16C14 16 16 20 28 20v5C16 25 14 21 4 21z" fill="#f0b85a"/></svg>
            """.utf8), "image/svg+xml")

    private static func file(_ bytes: [UInt8], _ type: String) -> WebResponse {
        WebResponse(status: 200, headers: [("Content-Type", type)], body: bytes)
    }
}
