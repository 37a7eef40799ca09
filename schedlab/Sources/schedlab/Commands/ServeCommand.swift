internal import ArgumentParser
private import Foundation
private import Kit

#if canImport(Glibc)
    private import Glibc
#elseif canImport(Darwin)
    private import Darwin
#endif

/// `schedlab serve`: the explorer over a folder of records, by the server of the nested package.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Explore all records below a folder in a browser.",
        discussion: """
            Prints the address on standard output and opens it. The server listens on 127.0.0.1 only; the address \
            holds a token that every request must bring. From another machine: ssh -L 8000:127.0.0.1:8000 HOST, with \
            --port 8000 there, then open the printed address here. It reads only; what it makes of records is kept \
            in ~/.cache/schedlab. The server is a program of its own, schedlab-workbench; where it is not built \
            yet, exit code 69 and the command that builds it.

            Example: schedlab serve out/demo --no-open
            """)

    @Argument(help: ArgumentHelp("Folder; records below it are found.", valueName: "dir"))
    var folder = "."

    @Option(help: "Port to listen on; 0 = a free one.")
    var port: UInt16 = 0

    @Flag(help: "Do not open a browser.")
    var noOpen = false

    @Flag(help: "Print nothing but the address.")
    var quiet = false

    @Option(help: ArgumentHelp("Folder of the page's own files, for work on them.", valueName: "dir"))
    var webDir: String?

    /// Name of the program that serves.
    private static let program = "schedlab-workbench"

    func validate() throws {
        guard FileKind.of(folder) == .folder else { throw ValidationError("\(folder) is not a folder") }
    }

    func run() throws {
        let own = Self.ownFolder
        let places =
            ["\(own)/\(Self.program)"]
            + ["release", "debug"].map { "\(own)/../../../workbench/.build/\($0)/\(Self.program)" }
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            let package = URL(fileURLWithPath: "\(own)/../../..").standardizedFileURL.path
            StandardStreams.say(
                "schedlab: the server is not built; build it once with: swift build -c release "
                    + "--package-path \(package)/workbench --scratch-path \(package)/.build\n")
            throw ExitCode(ExitStatus.missingPart.rawValue)
        }
        var arguments = [program, folder, "--port", "\(port)"]
        if noOpen { arguments.append("--no-open") }
        if quiet { arguments.append("--quiet") }
        if let webDir { arguments += ["--web-dir", webDir] }
        var pointers = arguments.map { strdup($0) } + [nil]
        // The server takes this process's place: signals and exit codes are its own.
        execv(program, &pointers)
        StandardStreams.say("schedlab: \(program) cannot be started: \(String(cString: strerror(errno)))\n")
        throw ExitCode(ExitStatus.missingPart.rawValue)
    }

    /// The folder of this program's file, links followed.
    private static var ownFolder: String {
        let path = Bundle.main.executablePath ?? CommandLine.arguments[0]
        return URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent().path
    }
}
