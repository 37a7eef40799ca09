private import Dispatch
private import Foundation

/// What happens on signals.
enum Interrupts {
    /// Kept for the life of the process.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

    /// Calls a function on each of the signals instead of what they would do; called once a command.
    static func on(_ signals: [Int32], _ call: @escaping @Sendable () async -> Void) {
        for number in signals {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(
                signal: number, queue: .global(qos: .userInteractive))
            source.setEventHandler { Task { await call() } }
            source.resume()
            sources.append(source)
        }
    }
}
