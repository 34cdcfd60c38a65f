/// What one worker process may use, and for how long it is kept.
public struct WorkerLimits: Hashable, Sendable {
    /// Bytes of one document: above the doors' own limits, so that the converter can say what is too large.
    public var documentBytes: Int
    /// Bytes of one answer: a Bundle is larger than its source, by the narrative and the JSON names.
    public var answerBytes: Int
    /// Private writable memory (`RLIMIT_DATA`).
    public var memoryBytes: Int
    /// CPU seconds for one document (`RLIMIT_CPU`, moved on for each).
    public var cpuSeconds: Int
    /// From handing over a document to its whole answer; then the process is killed.
    public var wallClock: Duration
    /// From starting a process until it says that it is ready.
    public var start: Duration
    /// After so many documents a process is replaced.
    public var documentsPerProcess: Int

    public init(
        documentBytes: Int = 20 << 20, answerBytes: Int = 128 << 20, memoryBytes: Int = 1 << 30, cpuSeconds: Int = 10,
        wallClock: Duration = .seconds(10), start: Duration = .seconds(20), documentsPerProcess: Int = 500
    ) {
        self.documentBytes = documentBytes
        self.answerBytes = answerBytes
        self.memoryBytes = memoryBytes
        self.cpuSeconds = cpuSeconds
        self.wallClock = wallClock
        self.start = start
        self.documentsPerProcess = documentsPerProcess
    }
}
