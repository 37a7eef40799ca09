import JSONText
import Markup

/// Answers that are not a page of their own.
enum Pages {
    /// Why a request was not done: JSON for programs, a page for people.
    static func error(_ error: WebError, _ request: WebRequest) -> WebResponse {
        var response: WebResponse
        if request.path.hasPrefix("/api/") {
            response = .json(error.json, status: error.status)
        } else {
            let shell = Shell(
                title: headline(error.status), tab: nil, year: nil, pageToken: nil, main: body(error))
            response = .html(shell.html, status: error.status)
        }
        if let seconds = error.retryAfterSeconds { response = response.with("Retry-After", String(seconds)) }
        return response
    }

    private static func body(_ error: WebError) -> String {
        "<section class=\"card narrow\">\(Markup.text("h1", headline(error.status)))\(Markup.text("p", error.message))"
            + "<p><a href=\"/flow\">Go to the flow</a></p></section>"
    }

    private static func headline(_ status: Int) -> String {
        switch status {
        case 401: "Not let in yet"
        case 403: "Not allowed"
        case 404: "Nothing here"
        case 429: "Too many tries"
        default: "That did not work"
        }
    }
}
