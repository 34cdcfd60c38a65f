public import RecordTypes
internal import Synchronization

/// A clock that stands until a test moves it.
public final class ManualClock: Sendable {
    private let time: Mutex<Instant>

    public init(_ start: Instant = Instant(seconds: 1_772_355_600)) { time = Mutex(start) }

    public var now: Instant { time.withLock { $0 } }

    public func advance(by duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

    /// Also backwards, as clocks do.
    public func set(to instant: Instant) { time.withLock { $0 = instant } }

    /// For what takes its clock as a function.
    public var reading: @Sendable () -> Instant { { self.now } }
}
