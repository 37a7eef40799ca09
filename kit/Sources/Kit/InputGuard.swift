private import Synchronization

/// Keeps a command from writing over what it reads: every reader notes its file here, every writer asks.
///
/// Libraries and tests read and write as they like; a command switches the guard on when it starts.
public enum InputGuard {
    private struct State {
        var isOn = false
        var files: Set<FileIdentity> = []
    }

    private static let state = Mutex(State())

    /// From now on, files that were read are not written.
    public static func begin() { state.withLock { $0.isOn = true } }

    /// Notes a file that is read.
    public static func note(input path: String) {
        state.withLock { state in
            guard state.isOn, let identity = FileIdentity(path: path) else { return }
            state.files.insert(identity)
        }
    }

    /// Refuses a path that leads to a file that was read.
    static func refuseOutput(_ path: String) throws(FileError) {
        let isInput = state.withLock { state in
            state.isOn && FileIdentity(path: path).map { state.files.contains($0) } ?? false
        }
        if isInput { throw .cannotWrite(path: path, reason: "this command reads it; give another name") }
    }
}
