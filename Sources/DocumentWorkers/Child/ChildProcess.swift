import Glibc
import Synchronization

/// A running child process: started without a shell, with an environment and descriptors of our choosing.
final class ChildProcess: Sendable {
    let identifier: pid_t
    /// Guards against signalling a number that the system has given to another process since.
    private let isReaped = Mutex(false)

    /// Starts `executable` with `socket` as its standard input and output.
    ///
    /// Descriptors are made to close on exec (and the worker closes what else it inherited); standard error is discarded (a trap's message may quote a document), signals are as
    /// a new process has them, and the child leads its own process group, so that a Ctrl-C at the terminal drains the
    /// gateway first.
    init?(executable: String, arguments: [String], environment: [String], socket: StreamSocket) {
        guard let identifier = Self.spawn(executable, [executable] + arguments, environment, socket.descriptor) else {
            return nil
        }
        self.identifier = identifier
    }

    private static func spawn(
        _ executable: String, _ arguments: [String], _ environment: [String], _ descriptor: Int32
    ) -> pid_t? {
        var actions = unsafe posix_spawn_file_actions_t()
        guard unsafe posix_spawn_file_actions_init(&actions) == 0 else { return nil }
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        var attributes = posix_spawnattr_t()
        guard unsafe posix_spawnattr_init(&attributes) == 0 else { return nil }
        defer { _ = unsafe posix_spawnattr_destroy(&attributes) }

        var all = sigset_t()
        var none = sigset_t()
        unsafe sigfillset(&all)
        unsafe sigemptyset(&none)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP)
        let prepared = unsafe [
            posix_spawn_file_actions_adddup2(&actions, descriptor, 0),
            posix_spawn_file_actions_adddup2(&actions, descriptor, 1),
            posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0),
            posix_spawnattr_setsigdefault(&attributes, &all),
            posix_spawnattr_setsigmask(&attributes, &none),
            posix_spawnattr_setpgroup(&attributes, 0),
            posix_spawnattr_setflags(&attributes, flags),
        ]
        guard prepared.allSatisfy({ $0 == 0 }) else { return nil }

        var identifier: pid_t = 0
        let started = unsafe withCStrings(arguments) { argv in
            unsafe withCStrings(environment) { environ in
                unsafe posix_spawn(&identifier, executable, &actions, &attributes, argv, environ)
            }
        }
        return started == 0 ? identifier : nil
    }

    /// Lends a null-ended array of C strings that lives as long as the call.
    private static func withCStrings<Result>(
        _ texts: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe texts.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            // The buffer holds at least the null, so it has a base address.
            unsafe body(buffer.baseAddress.unsafelyUnwrapped)
        }
    }

    /// Whether the process is still there; reaps it when it is not.
    var isRunning: Bool {
        isReaped.withLock { reaped in
            guard !reaped else { return false }
            reaped = waitpid(identifier, nil, WNOHANG) != 0
            return !reaped
        }
    }

    /// Kills the process, unless it has been reaped.
    func kill() {
        isReaped.withLock { reaped in
            guard !reaped else { return }
            _ = Glibc.kill(identifier, SIGKILL)
        }
    }

    /// Kills the process and waits until the system has forgotten it. Blocks shortly.
    func killAndReap() {
        isReaped.withLock { reaped in
            guard !reaped else { return }
            _ = Glibc.kill(identifier, SIGKILL)
            while waitpid(identifier, nil, 0) < 0, errno == EINTR {}
            reaped = true
        }
    }
}
