#if PostgreSQL
    internal import Dispatch

    /// Where one connection's calls run, one after the other, on a thread that may block without holding up anybody else's task.
    final class ConnectionQueue: SerialExecutor {
        private let queue = DispatchQueue(label: "ankur.postgresql")

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
        }

        func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

        func checkIsolated() { dispatchPrecondition(condition: .onQueue(queue)) }
    }
#endif
