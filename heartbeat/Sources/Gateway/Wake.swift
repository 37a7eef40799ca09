private import Synchronization

/// Lets a loop wait for a time or a call, whichever comes first.
final class Wake: Sendable {
    private struct State {
        var isCalled = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func call() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            state.isCalled = state.waiter == nil
            return state.waiter
        }
        waiter?.resume()
    }

    func wait(seconds: Double) async {
        let timer = Task {
            try? await Task.sleep(for: .seconds(seconds))
            if !Task.isCancelled { call() }
        }
        defer { timer.cancel() }
        await withCheckedContinuation { continuation in
            let isCalled = state.withLock { state in
                defer { state.isCalled = false }
                if !state.isCalled { state.waiter = continuation }
                return state.isCalled
            }
            if isCalled { continuation.resume() }
        }
    }
}
