import FlyingSocks
import Foundation
import PageAssets
import Workbench

/// `schedlab-workbench DIR [--port N] [--no-open] [--web-dir DIR]`: what `schedlab serve` starts.
@main
struct Main {
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
        let listener = try await listen(arguments.port)
        let port = listener.port
        var settings = Workbench.Settings(
            folder: arguments.folder, port: Int(port), token: Workbench.newToken())
        settings.environment = ProcessInfo.processInfo.environment
        if let folder = arguments.webFolder { settings.files = try WebFiles(folder: folder) }
        let workbench = Workbench(settings)
        let address = "http://127.0.0.1:\(port)/#token=\(settings.token)"
        FileHandle.standardOutput.write(Data("\(address)\n".utf8))
        if !arguments.isQuiet { say(arguments.folder, port) }
        if arguments.opens { open(address) }
        try await listener.serve(workbench)
    }

    private static func say(_ folder: String, _ port: UInt16) {
        let text = """
            Serving the records below \(folder); Ctrl-C ends it. From another machine: ssh -L \(port):127.0.0.1:\(port) \
            HERE, then open the address above.

            """
        FileHandle.standardError.write(Data(text.utf8))
    }

    private static func listen(_ port: UInt16) async throws -> Listener {
        do {
            return try await Listener(port: port)
        } catch SocketError.failed(_, let code, _) {
            let reason = String(cString: strerror(code))
            throw Arguments.Problem(text: "port \(port) of 127.0.0.1: \(reason); --port 0 takes a free one")
        }
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
