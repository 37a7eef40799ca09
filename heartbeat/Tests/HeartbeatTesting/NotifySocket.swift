package import Foundation
private import Synchronization

#if canImport(Glibc)
    private import Glibc
#endif

/// A Unix datagram socket as a service manager has it, and what came in.
package final class NotifySocket: Sendable {
    /// Its path, for `NOTIFY_SOCKET`.
    package let path: String
    private let descriptor: Int32
    private let received = Mutex<[String]>([])

    /// Listens in a folder.
    package init(folder: URL) throws {
        path = folder.appendingPathComponent("notify").path
        #if canImport(Glibc)
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
            descriptor = socket(AF_UNIX, SOCK_DGRAM, 0)
        #endif
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    }

    deinit { close(descriptor) }

    /// Everything that has come so far.
    package func messages() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            guard count > 0 else { break }
            let text = String(decoding: buffer.prefix(count), as: UTF8.self)
            received.withLock { $0.append(text) }
        }
        return received.withLock { $0 }
    }
}
