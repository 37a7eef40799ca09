private import Foundation

/// A child process with pipes to its three standard streams; nothing here waits without a limit.
final class ChildPipes {
    /// What reading found.
    enum Found {
        case bytes([UInt8])
        case nothing
        case end
    }

    private let process: pid_t
    private var input: Int32
    private var output: Int32
    private var messages: Int32
    private var status: Int32?

    /// Starts a program, found on PATH, without a shell and with the few variables of ``environment``.
    init(_ command: PolicyCommand) throws(PolicyProcessError) {
        Self.starting.lock()
        defer { Self.starting.unlock() }
        var pipes: [(read: Int32, write: Int32)] = []
        for _ in 0..<3 {
            guard let pipe = Self.pipe() else {
                for pipe in pipes { Self.close(pipe) }
                throw .cannotStart(command: command.text, reason: String(cString: strerror(errno)))
            }
            pipes.append(pipe)
        }
        do throws(PolicyProcessError) {
            process = try Self.spawn(
                command, input: pipes[0].read, output: pipes[1].write, messages: pipes[2].write)
        } catch {
            for pipe in pipes { Self.close(pipe) }
            throw error
        }
        Foundation.close(pipes[0].read)
        Foundation.close(pipes[1].write)
        Foundation.close(pipes[2].write)
        (input, output, messages) = (pipes[0].write, pipes[1].read, pipes[2].read)
        for descriptor in [input, output, messages] {
            _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        }
    }

    // MARK: Reading and writing

    /// Waits until something can be read or written.
    func wait(
        milliseconds: Int32, wantsToWrite: Bool
    ) -> (canRead: Bool, canReadTalk: Bool, canWrite: Bool) {
        // Descriptors that are closed are negative, which poll passes over.
        var polls = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: messages, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wantsToWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        guard poll(&polls, nfds_t(polls.count), milliseconds) > 0 else { return (false, false, false) }
        return (polls[0].revents != 0, polls[1].revents != 0, polls[2].revents != 0)
    }

    /// Waits until the child says something on its standard error, or closes it; false when the time is over or it is
    /// closed.
    func waitForTalk(milliseconds: Int32) -> Bool {
        guard messages >= 0 else { return false }
        var talk = pollfd(fd: messages, events: Int16(POLLIN), revents: 0)
        return poll(&talk, 1, milliseconds) > 0
    }

    /// Reads what is there.
    func read(fromOutput isOutput: Bool, limit: Int) -> Found {
        let descriptor = isOutput ? output : messages
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
            count = Foundation.read(descriptor, buffer.baseAddress, limit)
            filled = max(count, 0)
        }
        if count > 0 { return .bytes(bytes) }
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return .nothing }
        // An end must not be polled for again.
        if !isOutput {
            Foundation.close(messages)
            messages = -1
        }
        return .end
    }

    /// Writes as much as goes in at once.
    ///
    /// - Returns: How many bytes; nil when nobody reads any more.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard input >= 0 else { return nil }
        let count = BrokenPipe.tolerated {
            bytes.withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        }
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EINTR ? 0 : nil
    }

    // MARK: The end

    func closeInput() {
        if input >= 0 { Foundation.close(input) }
        input = -1
    }

    /// Lets the child end, kills it where it does not, and says how it ended.
    func end(withinMilliseconds limit: Int) -> String {
        closeInput()
        for _ in 0..<(limit / 5) {
            if reap(WNOHANG) { return described }
            usleep(5000)
        }
        guard status == nil else { return described }
        kill(process, SIGKILL)
        while !reap(0) && errno == EINTR {}
        return "closed its output without ending"
    }

    /// Ends the child and forgets it.
    func close() {
        guard output >= 0 else { return }
        _ = end(withinMilliseconds: 200)
        for descriptor in [output, messages] where descriptor >= 0 { Foundation.close(descriptor) }
        (output, messages) = (-1, -1)
    }

    private func reap(_ options: Int32) -> Bool {
        if status != nil { return true }
        var found: Int32 = 0
        guard waitpid(process, &found, options) == process else { return false }
        status = found
        return true
    }

    private var described: String {
        guard let status else { return "is gone" }
        let signal = status & 0x7F
        return signal == 0 ? "ended with exit code \((status >> 8) & 0xFF)" : "was ended by signal \(signal)"
    }
}

/// Writing into a pipe that nobody reads: an error for the caller, not a signal that ends us.
private enum BrokenPipe {
    static func tolerated(_ write: () -> Int) -> Int {
        var (pipe, before, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &before)
        let count = write()
        let code = errno
        if count < 0 && code == EPIPE {
            // The signal is this thread's: take it before it can be delivered.
            sigpending(&pending)
            var signal: Int32 = 0
            if sigismember(&pending, SIGPIPE) == 1 { sigwait(&pipe, &signal) }
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        errno = code
        return count
    }
}
