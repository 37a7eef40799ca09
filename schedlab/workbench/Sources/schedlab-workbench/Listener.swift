import FlyingSocks
import Foundation
import Workbench

/// Takes connections on 127.0.0.1 and serves each.
struct Listener: Sendable {
    private let socket: AsyncSocket
    private let pool: any AsyncSocketPool
    /// Where it listens.
    let port: UInt16

    /// Begins to listen.
    ///
    /// - Parameter port: 0 = one that is free.
    /// - Throws: `SocketError`.
    init(port: UInt16) async throws {
        #if canImport(Darwin)
            let pool: SocketPool<kQueue> = .kQueue()
        #else
            let pool: SocketPool<ePoll> = .ePoll()
        #endif
        let socket = try Socket(domain: Int32(AF_INET))
        try socket.setValue(true, for: .localAddressReuse)
        try socket.bind(to: try sockaddr_in.inet(ip4: "127.0.0.1", port: port))
        try socket.listen()
        guard case .ip4(_, let found) = try socket.sockname() else { throw SocketError.unsupportedAddress }
        self.port = found
        try await pool.prepare()
        self.socket = try AsyncSocket(socket: socket, pool: pool)
        self.pool = pool
    }

    /// Serves until something is wrong with the socket itself.
    func serve(_ workbench: Workbench) async throws {
        let deadlines = Deadlines()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await deadlines.watch() }
            group.addTask { try await accept(workbench, deadlines) }
            try await group.next()
            group.cancelAll()
        }
    }

    private func accept(_ workbench: Workbench, _ deadlines: Deadlines) async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                guard let accepted = try? await socket.accept() else {
                    // No descriptor is left, or the other side has gone already: others may still come.
                    try? await Task.sleep(for: .milliseconds(50))
                    continue
                }
                guard deadlines.admit(accepted.socket.file.rawValue) else {
                    try? accepted.close()
                    continue
                }
                group.addTask {
                    await Connection(socket: accepted, workbench: workbench, deadlines: deadlines).serve()
                }
            }
        }
    }
}
