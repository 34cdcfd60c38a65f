import Glibc
public import RecordTypes

/// The system's clock, named once: everything below takes it as an argument.
public enum SystemClock {
    @Sendable public static func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
