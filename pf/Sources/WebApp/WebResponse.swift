import JSONText

/// An answer.
package struct WebResponse: Sendable {
    /// The status of HTTP.
    package var status: Int
    /// Names and values; those that every answer has are added by the app.
    package var headers: [(name: String, value: String)]
    /// The body.
    package var body: [UInt8]

    /// An answer.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The value of a header.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// A text of a media type.
    static func text(_ text: String, type: String, status: Int = 200) -> WebResponse {
        WebResponse(
            status: status, headers: [("Content-Type", "\(type); charset=utf-8")], body: Array(text.utf8))
    }

    /// JSON with a line feed.
    static func json(_ json: JSON, status: Int = 200) -> WebResponse {
        text(json.text + "\n", type: "application/json", status: status)
    }

    /// A page.
    static func html(_ html: String, status: Int = 200) -> WebResponse {
        text(html, type: "text/html", status: status)
    }

    /// Another address; the browser asks for it with GET.
    static func redirect(_ target: String) -> WebResponse {
        WebResponse(status: 303, headers: [("Location", target)])
    }

    /// The same answer with a header more.
    func with(_ name: String, _ value: String) -> WebResponse {
        var copy = self
        copy.headers.append((name, value))
        return copy
    }
}
