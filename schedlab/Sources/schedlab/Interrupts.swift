private import Dispatch
private import Foundation
private import Kit
private import Synchronization

/// What happens on Ctrl-C and when the process is asked to end: unfinished files are removed.
enum Interrupts {
    /// Kept for the life of the process.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
    /// What a command that can go on later says and removes; nil = the command begins again.
    private static let resumption = Mutex<(words: String, cleanUp: @Sendable () -> Void)?>(nil)

    /// Says that the command goes on where it was when it is given again: it then ends with the code for that.
    ///
    /// - Parameters:
    ///   - words: What the message says.
    ///   - cleanUp: Removes what is not finished.
    static func resumable(_ words: String, cleanUp: @escaping @Sendable () -> Void) {
        resumption.withLock { $0 = (words, cleanUp) }
    }

    /// Installs the handlers; called once, before anything else runs.
    static func install() {
        for (number, name) in [(SIGINT, "interrupted"), (SIGTERM, "asked to end"), (SIGHUP, "hung up")] {
            // A signal that the parent chose to ignore (nohup) stays ignored.
            var inherited = sigaction()
            sigaction(number, nil, &inherited)
            signal(number, SIG_IGN)
            if isIgnored(inherited) { continue }
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler {
                AtomicFile.removeUnfinished()
                if let later = resumption.withLock({ $0 }) {
                    later.cleanUp()
                    StandardStreams.say("\nschedlab: \(name); \(later.words)\n")
                    _exit(SystemExit.tryAgain.rawValue)
                }
                StandardStreams.say("\nschedlab: \(name); unfinished files were removed\n")
                _exit(128 + number)
            }
            source.resume()
            sources.append(source)
        }
    }

    private static func isIgnored(_ action: sigaction) -> Bool {
        #if canImport(Glibc)
            return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        #else
            return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
        #endif
    }
}
