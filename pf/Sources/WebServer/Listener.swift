import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import WebApp

/// One address that is listened on.
struct Listener {
    let server: WebServer
    let address: WebServer.Address
    let logger: Logger

    /// The service that listens.
    func service(onListening: @escaping @Sendable (Int) -> Void) -> any Service {
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: WebLimits.headBytes, maxHeaderListSize: WebLimits.headBytes,
            maxHeaderFieldCount: WebLimits.headLines)
        let channel = HTTP1Channel(
            responder: { [server] request, writer, channel in
                try await server.answer(request, writer, channel)
            },
            configuration: .init(
                idleTimeout: .seconds(Int64(WebLimits.idleSeconds)), httpDecoderConfiguration: decoder))
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: bindAddress,
                availableConnectionsDelegate: MaximumAvailableConnections(WebLimits.connections)),
            onServerRunning: { onListening($0.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: logger)
    }

    private var bindAddress: BindAddress {
        switch address {
        case .host(let name, let port): .hostname(name, port: port)
        case .unixSocket(let path): .unixDomainSocket(path: path)
        }
    }
}

/// An address that is listened on at the port of the first one; where it does not exist, nothing happens.
struct Follower: Service {
    let server: WebServer
    let address: WebServer.Address
    let port: PortBox
    let logger: Logger

    func run() async throws {
        while port.value == nil {
            try await Task.sleep(for: .milliseconds(10))
            if Task.isShuttingDownGracefully { return }
        }
        guard case .host(let name, 0) = address, let port = port.value else { return }
        try? await Listener(server: server, address: .host(name, port: port), logger: logger)
            .service(onListening: { _ in }).run()
        // A machine without this address is no reason to end.
        try? await gracefulShutdown()
    }
}
