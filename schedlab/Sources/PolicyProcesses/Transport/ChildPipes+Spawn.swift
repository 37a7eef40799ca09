internal import Foundation

extension ChildPipes {
    /// Variables that a policy gets; others are none of its business (`exec:env NAME=VALUE python3 ...` adds one).
    static let environment = [
        "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "PYTHONPATH", "TMPDIR", "TZ", "USER",
        "VIRTUAL_ENV",
    ]

    /// Held from the making of pipes to the start of the child, which must not inherit those of another.
    static let starting = NSLock()

    /// A pipe whose ends are not inherited; nil when there is none to be had.
    static func pipe() -> (read: Int32, write: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard Foundation.pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    static func close(_ pipe: (read: Int32, write: Int32)) {
        Foundation.close(pipe.read)
        Foundation.close(pipe.write)
    }

    /// Keeps what we have open to ourselves, also what whoever started us left open: a policy that lives on, or a
    /// child of its own, would hold the other end of somebody's pipe.
    private static func keepDescriptors() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd")) ?? []
        for descriptor in names.compactMap({ Int32($0) }) where descriptor > 2 {
            let flags = fcntl(descriptor, F_GETFD)
            if flags >= 0 { _ = fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) }
        }
    }

    /// Starts a program by `posix_spawnp` with default signals.
    static func spawn(
        _ command: PolicyCommand, input: Int32, output: Int32, messages: Int32
    ) throws(PolicyProcessError) -> pid_t {
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
        for (descriptor, number) in [(input, Int32(0)), (output, 1), (messages, 2)] {
            posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        keepDescriptors()
        let own = ProcessInfo.processInfo.environment
        let variables = environment.compactMap { name in own[name].map { "\(name)=\($0)" } }
        var process: pid_t = 0
        let code = withCStrings(command.words) { argv in
            withCStrings(variables) { envp in
                posix_spawnp(&process, command.words[0], &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else {
            throw .cannotStart(command: command.text, reason: String(cString: strerror(code)))
        }
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
