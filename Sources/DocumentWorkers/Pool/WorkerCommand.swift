import Glibc

/// How a worker process is started.
public struct WorkerCommand: Hashable, Sendable {
    /// The program of the running gateway itself, also when the file has been replaced since.
    public static let ownExecutable = "/proc/self/exe"

    public var executable: String
    public var settings: WorkerSettings

    public init(executable: String = WorkerCommand.ownExecutable, settings: WorkerSettings) {
        self.executable = executable
        self.settings = settings
    }

    var arguments: [String] { ["worker"] + settings.arguments }

    /// Nothing of the gateway's environment but where the loader finds libraries. A trap must end the process at once, not
    /// start a backtracer; one memory arena suffices for one thread.
    var environment: [String] {
        var environment = ["SWIFT_BACKTRACE=enable=no", "MALLOC_ARENA_MAX=1", "LANG=C", "TZ=UTC"]
        if let path = unsafe getenv("LD_LIBRARY_PATH") {
            unsafe environment.append("LD_LIBRARY_PATH=" + String(cString: path))
        }
        return environment
    }
}
