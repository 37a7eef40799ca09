private import Dispatch
private import Foundation
private import TextFormats

/// What happens on Ctrl-C and when the process is asked to end: unfinished files are removed.
enum Interrupts {
    /// Kept for the life of the process.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Installs the handlers; called once, before anything else runs.
    static func install() {
        for (number, name) in [(SIGINT, "interrupted"), (SIGTERM, "asked to end")] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                AtomicFile.removeUnfinished()
                FileHandle.standardError.write(Data("\nschedlab: \(name); nothing was written\n".utf8))
                exit(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }
}
