import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import UnixSignals
package import WebApp

/// Listens, and hands requests to the app; the only place that knows the HTTP library.
package struct WebServer: Sendable {
    /// Where to listen.
    package enum Address: Equatable, Sendable {
        /// A name or address with a port; port 0 = any free one, the same for all addresses.
        case host(String, port: Int)
        /// A socket in the file system.
        case unixSocket(path: String)
    }

    private let app: WebApp
    private let addresses: [Address]
    /// Takes a line for each answer: the route, never what was asked.
    private let log: @Sendable (String) -> Void

    /// A server for an app.
    ///
    /// - Parameters:
    ///   - app: What answers.
    ///   - addresses: Where to listen; the first must succeed, others are left out where they do not exist.
    ///   - log: Takes a line for each answer.
    package init(app: WebApp, addresses: [Address], log: @escaping @Sendable (String) -> Void) {
        self.app = app
        self.addresses = addresses
        self.log = log
    }

    /// Serves until the process is asked to end (SIGTERM, SIGINT), lets what is under way finish, and returns.
    ///
    /// - Parameter onListening: Called with the port once the first address listens; 0 for a socket in the file system.
    /// - Throws: When the first address cannot be listened on.
    package func run(onListening: @escaping @Sendable (Int) -> Void) async throws {
        let quiet = Logger(label: "pf") { _ in SwiftLogNoOpLogHandler() }
        let first = Listener(server: self, address: addresses[0], logger: quiet)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = []
        let port = PortBox()
        services.append(
            .init(
                service: first.service { listening in
                    port.set(listening)
                    onListening(listening)
                }, successTerminationBehavior: .gracefullyShutdownGroup))
        for address in addresses.dropFirst() {
            services.append(
                .init(
                    service: Follower(server: self, address: address, port: port, logger: quiet),
                    successTerminationBehavior: .ignore, failureTerminationBehavior: .ignore))
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(WebLimits.endSeconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // Clients that would not finish were cut off; that is an orderly end.
        } catch is ServiceGroupError where port.value != nil {
            // The same, told by the group.
        }
    }

    /// Answers one request of a connection.
    func answer(_ request: Request, _ writer: consuming ResponseWriter, _ channel: any Channel) async throws {
        let start = ContinuousClock.now
        var asked = Self.head(request, peer: Self.peer(channel))
        let admission = app.admit(asked)
        var response: WebResponse
        if let refusal = admission.answer {
            response = refusal
        } else if let body = await Self.body(request, atMost: admission.bodyBytes) {
            asked.body = body
            response = await app.respond(asked, admission)
        } else {
            response = app.tooLarge(asked)
        }
        let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        log("\(admission.routeName) \(response.status) \(Int(milliseconds)) ms")
        // What was not read of a body would be taken for the next request.
        let isCut = response.status == 413 || admission.answer != nil && asked.method != "GET"
        if isCut { response.headers.append(("Connection", "close")) }
        try await Self.write(response, isHead: asked.method == "HEAD", writer)
        // Not at once: a client that still sends would see its connection break before it reads the answer.
        if isCut {
            channel.eventLoop.scheduleTask(in: .seconds(WebLimits.lingerSeconds)) {
                channel.close(mode: .all, promise: nil)
            }
        }
    }

    private static func head(_ request: Request, peer: String) -> WebRequest {
        var headers = request.headers.map { (name: $0.name.canonicalName, value: $0.value) }
        // The library takes the first one out of the fields; a second one stays there.
        if let authority = request.head.authority { headers.append(("host", authority)) }
        return WebRequest(
            method: request.method.rawValue, target: request.head.path ?? "/", headers: headers, peer: peer)
    }

    private static func peer(_ channel: any Channel) -> String {
        channel.remoteAddress?.ipAddress ?? "unix"
    }

    /// The body; nil when it is longer than allowed or comes too slowly.
    private static func body(_ request: Request, atMost limit: Int) async -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { return nil }
        return await withTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                var bytes: [UInt8] = []
                do {
                    for try await part in request.body {
                        guard bytes.count + part.readableBytes <= limit else { return nil }
                        bytes.append(contentsOf: part.readableBytesView)
                    }
                } catch { return nil }
                return bytes
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(WebLimits.bodySeconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
    }

    private static func write(
        _ response: WebResponse, isHead: Bool, _ writer: consuming ResponseWriter
    ) async throws {
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        fields[.contentLength] = String(response.body.count)
        let head = HTTPResponse(status: .init(code: response.status), headerFields: fields)
        let body = isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        try await writer.write(response: head, body: body)
    }
}

/// A port that becomes known when the first address listens.
final class PortBox: Sendable {
    private let port = Mutex<Int?>(nil)

    func set(_ value: Int) { port.withLock { $0 = value } }

    var value: Int? { port.withLock { $0 } }
}
