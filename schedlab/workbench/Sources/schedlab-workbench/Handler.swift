import FlyingFox
import Foundation
import Workbench

/// Turns the library's requests into ours and back; bodies are never read into memory.
struct Handler: HTTPHandler {
    let workbench: Workbench

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        var headers: [String: String] = [:]
        for (name, value) in request.headers { headers[name.rawValue.lowercased()] = value }
        var query: [String: String] = [:]
        for item in request.query { query[item.name] = item.value }
        let answer = await workbench.respond(
            Request(method: request.method.rawValue, path: request.path, query: query, headers: headers))
        var fields = HTTPHeaders()
        for (name, value) in answer.headers { fields[HTTPHeader(name)] = value }
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: Self.phrase(answer.status)), headers: fields,
            body: HTTPBodySequence(data: Data(answer.body), suggestedBufferSize: 1 << 16))
    }

    /// Words beside the code; nobody reads them.
    private static func phrase(_ status: Int) -> String {
        status < 300 ? "OK" : status < 400 ? "Not Modified" : "Refused"
    }
}
