internal import ARMClient
private import Dispatch
private import Foundation
private import Kit

/// What happens on Ctrl-C and when the process is asked to end.
enum Interrupts {
    /// Kept for the life of the process.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Installs the handlers; called once for each command, before its first request.
    ///
    /// - `isExecuting`: Whether an answer under way is waited for: the journal must know of it.
    static func install(_ pacer: Pacer, isExecuting: Bool) {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            nonisolated(unsafe) var isSecond = false
            source.setEventHandler {
                guard isExecuting, !isSecond else {
                    AtomicFile.removeUnfinished()
                    _exit(ExitStatus.resumable.rawValue)
                }
                isSecond = true
                StandardStreams.say(
                    "azsweep: no new step; waiting for the answer under way (again: stop at once)\n")
                pacer.interrupt()
            }
            source.resume()
            sources.append(source)
        }
    }
}
