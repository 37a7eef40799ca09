private import CSpawn
internal import Foundation

#if canImport(Glibc)
    private import Glibc
#endif

extension ChildProcess {
    /// Starts a program by `posix_spawn`, in a new process group.
    static func spawn(
        _ program: String, _ arguments: [String], _ environment: [(String, String)], folder: String,
        _ files: (input: URL, output: URL, messages: URL)
    ) throws(ChildProcessError) -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, files.input.path, O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, files.output.path, O_WRONLY | O_APPEND, 0)
        posix_spawn_file_actions_addopen(&actions, 2, files.messages.path, O_WRONLY | O_APPEND, 0)
        spawn_file_actions_addchdir(&actions, folder)
        // What else is open here is none of the program's business.
        spawn_file_actions_closefrom(&actions, 3)
        // Signals that the gateway ignores or blocks are the program's own affair again.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        let code = withCStrings(arguments) { argv in
            withCStrings(environment.map { "\($0.0)=\($0.1)" }) { envp in
                posix_spawn(&process, program, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw .cannotStart(program: program, reason: String(cString: strerror(code))) }
        return process
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
