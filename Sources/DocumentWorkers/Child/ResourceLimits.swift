import Glibc

/// The limits that a worker sets for itself before it sees a document, and can never lift again.
enum ResourceLimits {
    /// Memory, descriptors, files, core dumps. No descriptor beyond standard input, output and error can be opened afterwards.
    /// - Returns: false when the system refused one of them.
    static func confine(memoryBytes: Int) -> Bool {
        [
            set(RLIMIT_DATA, soft: rlim_t(memoryBytes), hard: rlim_t(memoryBytes)),
            // Address space also counts the mapped program and libraries.
            set(RLIMIT_AS, soft: rlim_t(memoryBytes) + 4 << 30, hard: rlim_t(memoryBytes) + 4 << 30),
            set(RLIMIT_NOFILE, soft: 3, hard: 3),
            set(RLIMIT_FSIZE, soft: 0, hard: 0),
            set(RLIMIT_CORE, soft: 0, hard: 0),
        ].allSatisfy { $0 }
    }

    /// Allows `seconds` of CPU from now on; past them the system kills the process with `SIGXCPU`.
    static func allowCPU(seconds: Int) -> Bool {
        var usage = rusage()
        guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return false }
        let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &limit) == 0 else { return false }
        return set(RLIMIT_CPU, soft: min(rlim_t(used + seconds + 1), limit.rlim_max), hard: limit.rlim_max)
    }

    private static func set(_ resource: __rlimit_resource, soft: rlim_t, hard: rlim_t) -> Bool {
        var limit = rlimit(rlim_cur: soft, rlim_max: hard)
        return unsafe setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
    }
}
