import FlyingFox
import FlyingSocks
import Foundation
import PageAssets
import Workbench

/// `schedlab-workbench DIR [--port N] [--no-open] [--web-dir DIR]`: what `schedlab serve` starts.
@main
struct Main {
    /// Longest time for an answer: the first look at a long run makes all its parts.
    private static let timeoutSeconds = 600.0

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            try await serve(Arguments(Array(CommandLine.arguments.dropFirst())))
        } catch let problem as Arguments.Problem {
            FileHandle.standardError.write(Data("schedlab serve: \(problem.text)\n".utf8))
            exit(2)
        } catch {
            FileHandle.standardError.write(Data("schedlab serve: \(error)\n".utf8))
            exit(2)
        }
    }

    private static func serve(_ arguments: Arguments) async throws {
        let port = try arguments.port == 0 ? freePort() : arguments.port
        var settings = Workbench.Settings(
            folder: arguments.folder, port: Int(port), token: Workbench.newToken())
        settings.environment = ProcessInfo.processInfo.environment
        if let folder = arguments.webFolder { settings.files = try WebFiles(folder: folder) }
        let workbench = Workbench(settings)
        let server = HTTPServer(
            address: try sockaddr_in.inet(ip4: "127.0.0.1", port: port), timeout: timeoutSeconds,
            logger: .disabled, handler: Handler(workbench: workbench))
        let running = Task { try await server.run() }
        try await server.waitUntilListening(timeout: 5)
        let address = "http://127.0.0.1:\(port)/#token=\(settings.token)"
        FileHandle.standardOutput.write(Data("\(address)\n".utf8))
        if !arguments.isQuiet { say(arguments.folder, port) }
        if arguments.opens { open(address) }
        try await running.value
    }

    private static func say(_ folder: String, _ port: UInt16) {
        let text = """
            Serving the records below \(folder); Ctrl-C ends it. From another machine: ssh -L \(port):127.0.0.1:\(port) \
            HERE, then open the address above.

            """
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// A port that nobody uses, found by binding to none.
    private static func freePort() throws -> UInt16 {
        let socket = try Socket(domain: Int32(AF_INET))
        defer { try? socket.close() }
        try socket.bind(to: try sockaddr_in.inet(ip4: "127.0.0.1", port: 0))
        guard case .ip4(_, let port) = try socket.sockname() else { return 0 }
        return port
    }

    private static func open(_ address: String) {
        #if os(macOS)
            let name = "open"
        #else
            let name = "xdg-open"
        #endif
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [name, address]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // Where there is no desktop, the address on standard output is enough.
        try? process.run()
    }
}
