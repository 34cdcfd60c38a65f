/// How many workers there are and how many documents may wait for them.
public struct WorkerPoolSize: Hashable, Sendable {
    /// Documents at work at the same time: the number of cores.
    public var concurrent: Int
    /// Processes that may exist, idle ones included; the least recently used idle one makes room.
    public var processes: Int
    /// Processes kept ready for institutions that have none yet.
    public var spare: Int
    /// Documents that may wait; one more is answered ``WorkerFault/busy``.
    public var queue: Int
    /// The same for one institution, so that no one can fill the queue alone.
    public var queuePerInstitution: Int
    /// The longest wait for a worker.
    public var patience: Duration

    public init(
        concurrent: Int, processes: Int? = nil, spare: Int? = nil, queue: Int = 256, queuePerInstitution: Int = 128,
        patience: Duration = .seconds(8)
    ) {
        self.concurrent = max(1, concurrent)
        self.processes = max(processes ?? 32, self.concurrent + 1)
        self.spare = max(1, spare ?? min(2, self.concurrent))
        self.queue = queue
        self.queuePerInstitution = queuePerInstitution
        self.patience = patience
    }
}

/// What the pool is doing and has done: for metrics and tests.
public struct WorkerPoolCensus: Hashable, Sendable {
    public var busy = 0
    public var idle = 0
    public var spare = 0
    public var waiting = 0
    /// Documents handed to a worker since the start: every call of a parser.
    public var requests = 0
    /// Processes started since the start.
    public var started = 0
    public var faults: [WorkerFault: Int] = [:]
    /// Whether the system lets workers give up all system calls they do not need.
    public var filtersSystemCalls = false
    /// Of the idle and the spare processes.
    public var processIdentifiers: [Int32] = []
}
