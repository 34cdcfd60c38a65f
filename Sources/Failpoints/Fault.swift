#if ANKUR_FAILPOINTS
    import Glibc
    import Synchronization

    /// The one fault that the environment asks for: `ANKUR_FAILPOINT=<step>:<mode>[:N]`.
    ///
    /// | mode | at the Nth passing (N = 1 when absent) |
    /// |---|---|
    /// | `before` | the process kills itself before anything is durable |
    /// | `after` | the process kills itself when the step is durable |
    /// | `absent` | the step throws ``InjectedFault/failedAndAbsent(_:)`` without having been done |
    /// | `lost` | the step throws ``InjectedFault/failedThoughDone(_:)`` although it was done |
    final class Fault: Sendable {
        enum Side { case before, after }
        enum Mode: String { case before, after, absent, lost }

        static let requested: Fault? = {
            guard let text = environment("ANKUR_FAILPOINT"), !text.isEmpty else { return nil }
            guard let fault = Fault(text) else { refuse(text) }
            return fault
        }()

        let step: Failpoints.Step
        let mode: Mode
        let passing: Int
        private let passed = Atomic<Int>(0)

        /// Nil when the step or the mode is unknown or N is not a positive number.
        init?(_ text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2 || parts.count == 3, let step = Failpoints.Step(rawValue: String(parts[0])),
                let mode = Mode(rawValue: String(parts[1])), let passing = parts.count == 3 ? Int(parts[2]) : 1,
                passing > 0
            else { return nil }
            self.step = step
            self.mode = mode
            self.passing = passing
        }

        func strike(at step: Failpoints.Step, _ side: Side) throws {
            guard step == self.step, side == (mode == .before || mode == .absent ? .before : .after),
                passed.add(1, ordering: .relaxed).newValue == passing
            else { return }
            Self.say("struck at \(step.rawValue), \(mode.rawValue)")
            switch mode {
            case .before, .after: Self.killOurselves()
            case .absent: throw InjectedFault.failedAndAbsent(step)
            case .lost: throw InjectedFault.failedThoughDone(step)
            }
        }

        /// As a power switch does it: no handler, no buffer flushed.
        private static func killOurselves() -> Never {
            kill(getpid(), SIGKILL)
            _exit(137)
        }

        private static func environment(_ name: String) -> String? {
            // The string is copied before anything else can run; nobody here calls setenv.
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe String(cString: value)
        }

        /// A crash test with a misspelt step would pass without testing anything.
        private static func refuse(_ text: String) -> Never {
            say("\(text): no such step or mode")
            _exit(64)
        }

        /// On standard error, so that a test can tell a fault that healed from one that was never reached.
        private static func say(_ text: String) {
            let line = Array("ANKUR_FAILPOINT: \(text)\n".utf8)
            _ = unsafe line.withUnsafeBytes { unsafe write(2, $0.baseAddress, $0.count) }
        }
    }
#endif
