private import Foundation
internal import Recording
private import Synchronization
private import Views

/// The parts of a record: from the cache, or made on a thread of their own and given away as soon as they are there.
final class PartShelf: Sendable {
    private struct State {
        /// Lengths of the parts by name, once the cache has them.
        var cached: [String: Int]?
        var isStarted = false
        /// What the cache does not have, compressed.
        var made: [String: [UInt8]] = [:]
        var outcome: Result<Void, any Error>?
        /// The run as far as it was read when that was last wanted, and the strips in it.
        var soFar: [UInt8] = []
        var soFarStrips = 0
        /// Strips that somebody has who waits for more.
        var wantedAfter: Int?
        /// Grows with everything that happens.
        var version = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let record: RunRecord
    private let id: String
    private let key: String
    private let cache: PartCache
    private let state: Mutex<State>

    /// Each holds a pyramid and the tables of its run, and takes a core.
    private static let threads: OperationQueue = {
        let queue = OperationQueue()
        queue.maxConcurrentOperationCount = 2
        return queue
    }()

    /// Looks what the cache has.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - id: What the page calls the run.
    ///   - key: What the cache calls it.
    ///   - cache: Where parts are kept.
    init(_ record: RunRecord, id: String, key: String, cache: PartCache) {
        self.record = record
        self.id = id
        self.key = key
        self.cache = cache
        state = Mutex(State(cached: cache.list(key: key)))
    }

    // MARK: Asking

    /// A part, compressed, when it is there; nil when there is none of that name.
    func part(_ name: String) async throws -> Response.Body? {
        try await value { state in
            if let list = state.cached {
                guard let length = list[name] else { return .some(nil) }
                if let file = cache.file(key: key, name: name, byteCount: length) {
                    return .some(.file(file, 0..<length))
                }
                // Somebody has taken it out of the cache: all are made anew.
                state = State(version: state.version, waiters: state.waiters)
            }
            if let bytes = state.made[name] { return .some(.bytes(bytes)) }
            guard let outcome = state.outcome else { return nil }
            try outcome.get()
            return .some(nil)
        }
    }

    /// The run as far as it has been read, beyond a number of strips; see ``RunParts/soFarName``.
    func soFar(afterStrips count: Int) async throws -> [UInt8] {
        try await value { state in
            if state.cached != nil { return RunParts.wholePart.bytes }
            if let outcome = state.outcome {
                try outcome.get()
                return RunParts.wholePart.bytes
            }
            if state.soFarStrips > count { return state.soFar }
            state.wantedAfter = min(state.wantedAfter ?? count, count)
            return nil
        }
    }

    /// Waits until a look at the state finds something.
    private func value<Found: Sendable>(
        _ look: @Sendable (inout State) throws -> Found?
    ) async throws -> Found {
        while true {
            let (found, seen, mustStart) = try state.withLock { state in
                let found = try look(&state)
                let mustStart = found == nil && !state.isStarted
                if mustStart { state.isStarted = true }
                return (found, state.version, mustStart)
            }
            if let found { return found }
            if mustStart { Self.threads.addOperation { self.make() } }
            await change(since: seen)
        }
    }

    private func change(since version: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.version == version { state.waiters.append(continuation) }
                return state.version != version
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: Making

    private func make() {
        do {
            let description = try RunParts.make(record, id: id) { count in
                state.withLock { $0.wantedAfter.map { count > $0 } ?? false }
            } emit: { part in
                try take(part)
            }
            try take(description.part())
            tell { $0.outcome = .success(()) }
        } catch {
            tell { $0.outcome = .failure(error) }
            return
        }
        let parts = state.withLock { $0.made }
        guard cache.write(key: key, parts) else { return }
        tell { state in
            state.cached = parts.mapValues(\.count)
            state.made = [:]
        }
    }

    private func take(_ part: RunParts.Part) throws {
        if part.name == RunParts.soFarName {
            return tell { state in
                state.soFar = part.bytes
                state.soFarStrips = state.made.count
                state.wantedAfter = nil
            }
        }
        guard let bytes = PartCache.packed(part.bytes) else {
            throw Refusal(
                status: 500, code: "memory", message: "the part \(part.name) could not be compressed",
                hint: "free memory and try again")
        }
        tell { $0.made[part.name] = bytes }
    }

    private func tell(_ change: (inout State) -> Void) {
        let waiters = state.withLock { state in
            change(&state)
            state.version += 1
            if state.outcome != nil { state.soFar = [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
