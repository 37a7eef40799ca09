import FlyingSocks
import Foundation
import Workbench

/// One connection: reads heads of requests, within bounds of length and time, and sends answers.
struct Connection: Sendable {
    let socket: AsyncSocket
    let workbench: Workbench
    let deadlines: Deadlines

    /// Longest time for a head to come, and for a piece of an answer to be taken.
    private static let patience = Duration.seconds(30)
    /// Longest time between requests.
    private static let idlePatience = Duration.seconds(300)
    private static let chunkBytes = 1 << 16
    /// Bytes of a refused request that are read and thrown away, so that its sender hears the answer.
    private static let drainBytes = 1 << 16

    /// Serves until either side ends it.
    func serve() async {
        let file = socket.socket.file.rawValue
        do {
            var rest: [UInt8] = []
            while let head = try await nextHead(&rest) {
                deadlines.set(file, nil)
                let goesOn = head.keepsOpen && !head.announcesBody
                let response = await workbench.respond(head.request)
                try await send(response, isHead: head.request.method == "HEAD", keepsOpen: goesOn)
                if !goesOn {
                    if head.announcesBody { try await drain() }
                    break
                }
                deadlines.set(file, Self.idlePatience)
            }
        } catch let refusal as Refusal {
            try? await send(Workbench.refuse(refusal), isHead: false, keepsOpen: false)
            try? await drain()
        } catch {
            // The other side is gone: there is nobody to tell.
        }
        deadlines.forget(file)
        try? socket.close()
    }

    /// The next head; nil when the other side has ended the connection between requests.
    private func nextHead(_ rest: inout [UInt8]) async throws -> RequestHead? {
        var seen = 0
        while true {
            if let end = RequestHead.end(in: rest, from: seen) {
                defer { rest.removeFirst(end) }
                return try RequestHead(Array(rest[..<end]))
            }
            guard rest.count <= RequestHead.byteLimit else { throw RequestHead.tooLong }
            seen = rest.count
            do {
                rest += try await socket.read(atMost: 4096)
            } catch SocketError.disconnected {
                if rest.isEmpty { return nil }
                throw SocketError.disconnected
            }
            if seen == 0 { deadlines.set(socket.socket.file.rawValue, Self.patience) }
        }
    }

    private func send(_ response: Response, isHead: Bool, keepsOpen: Bool) async throws {
        let file = socket.socket.file.rawValue
        deadlines.set(file, Self.patience)
        try await socket.write(Data(response.head(keepsOpen: keepsOpen)))
        guard !isHead else { return }
        switch response.body {
        case .bytes(let bytes):
            for start in stride(from: 0, to: bytes.count, by: Self.chunkBytes) {
                deadlines.set(file, Self.patience)
                try await socket.write(Data(bytes[start..<min(start + Self.chunkBytes, bytes.count)]))
            }
        case .file(let source, let range):
            for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.chunkBytes) {
                let end = min(start + Self.chunkBytes, range.upperBound)
                // A length was promised: what is missing can only be told by ending the connection.
                guard let bytes = source.bytes(start..<end) else { throw SocketError.disconnected }
                deadlines.set(file, Self.patience)
                try await socket.write(Data(bytes))
            }
        }
    }

    /// Reads a little of what nobody wants: a socket that is closed with bytes unread takes the answer with it.
    private func drain() async throws {
        let file = socket.socket.file.rawValue
        shutdown(file, Int32(SHUT_WR))
        deadlines.set(file, .seconds(1))
        var count = 0
        while count < Self.drainBytes { count += try await socket.read(atMost: 4096).count }
    }
}
