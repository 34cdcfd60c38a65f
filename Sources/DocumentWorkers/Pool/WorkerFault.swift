/// Why a worker gave no answer. It costs this one answer; the next document gets another worker.
public enum WorkerFault: String, Error, Hashable, Sendable, CaseIterable {
    /// The process ended before it answered: a trap, or a limit of its own.
    case crashed
    /// It did not answer in time and was killed.
    case timedOut
    /// The document or the answer is larger than the limits allow.
    case tooLarge
    /// No worker was free in time. The document may be sent again.
    case busy
    /// The answer cannot be read, or speaks of another profile set or converter.
    case malformedAnswer
    /// The process could not be started, or did not say that it is ready.
    case cannotStart
}

extension WorkerFault: CustomStringConvertible {
    public var description: String { "document worker: \(rawValue)" }
}
