/// Faults on demand at every durable step, for the crash tests; nothing at all in a normal build.
///
/// Each step calls ``before(_:)`` when nothing of it is durable yet and ``after(_:)`` when all of it is:
/// ```swift
/// try Failpoints.before(.storePut)
/// try await commits.submit { … }
/// try Failpoints.after(.storePut)
/// ```
public enum Failpoints {
    #if ANKUR_FAILPOINTS
        /// Whether this build obeys `ANKUR_FAILPOINT`.
        public static let compiledIn = true

        public static func before(_ step: Step) throws { try Fault.requested?.strike(at: step, .before) }

        public static func after(_ step: Step) throws { try Fault.requested?.strike(at: step, .after) }
    #else
        /// Whether this build obeys `ANKUR_FAILPOINT`.
        @inlinable public static var compiledIn: Bool { false }

        @inlinable @inline(__always) public static func before(_ step: Step) throws {}

        @inlinable @inline(__always) public static func after(_ step: Step) throws {}
    #endif
}

/// What a step throws when it is told to fail.
public enum InjectedFault: Error, Hashable, Sendable {
    /// Nothing was done, and that is reported.
    case failedAndAbsent(Failpoints.Step)
    /// Everything was done and is durable, but failure is reported.
    case failedThoughDone(Failpoints.Step)
}
