import Dispatch
import RecordTypes

/// One worker process as the gateway holds it: bytes out, bytes in, and a deadline that ends in `SIGKILL`.
///
/// All blocking calls run on a queue of its own, never on Swift's cooperative threads.
final class WorkerProcess: Sendable {
    private let child: ChildProcess
    private let socket: StreamSocket
    private let limits: WorkerLimits
    private let queue: DispatchQueue

    /// Starts the process and returns at once; ``awaitReady()`` tells whether it came up.
    init?(executable: String, arguments: [String], environment: [String], limits: WorkerLimits) {
        guard let (ours, theirs) = StreamSocket.pair(),
            let child = ChildProcess(
                executable: executable, arguments: arguments, environment: environment, socket: theirs)
        else { return nil }
        self.child = child
        socket = ours
        self.limits = limits
        queue = DispatchQueue(label: "ankur.worker.\(child.identifier)")
    }

    deinit {
        let child = child
        queue.async { child.killAndReap() }
    }

    var identifier: Int32 { child.identifier }
    var isRunning: Bool { child.isRunning }

    /// Waits for the worker's first word.
    func awaitReady() async throws(WorkerFault) -> WorkerAnswer {
        let result = await onQueue { self.exchange(nil, within: self.limits.start) }
        guard case .success(let payload) = result else { throw .cannotStart }
        return try WorkerAnswer(payload: payload)
    }

    /// Sends a request and waits for its answer. Whatever goes wrong, the process is dead afterwards.
    ///
    /// Being cancelled does not cut an exchange short: it ends with the answer or at its deadline.
    func answer(to request: WorkerRequest) async throws(WorkerFault) -> WorkerAnswer {
        guard request.source.bytes.count <= limits.documentBytes, let frame = Frame.encode(request.payload) else {
            throw .tooLarge
        }
        let result = await onQueue { self.exchange(frame, within: self.limits.wallClock) }
        do {
            return try WorkerAnswer(payload: try result.get())
        } catch {
            end()
            throw error
        }
    }

    /// Kills the process without waiting for it.
    func end() {
        child.kill()
        let child = child
        queue.async { child.killAndReap() }
    }

    private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    /// Writes and reads at the same time, so that two full buffers cannot lock each other.
    private func exchange(_ frame: [UInt8]?, within time: Duration) -> Result<[UInt8], WorkerFault> {
        let deadline = ContinuousClock.now.advanced(by: time)
        var toSend = (frame ?? [])[...]
        var frames = FrameReader(limit: limits.answerBytes)
        while true {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return .failure(.timedOut) }
            switch socket.wait(toWrite: !toSend.isEmpty, milliseconds: left.pollMilliseconds) {
            case .timedOut: continue
            case .failed: return .failure(.crashed)
            case .ready(let canRead, let canWrite):
                if canWrite, !toSend.isEmpty {
                    guard let sent = socket.sendNow(toSend) else { return .failure(.crashed) }
                    toSend = toSend.dropFirst(sent)
                }
                guard canRead else { continue }
                guard let bytes = socket.receiveNow() else { return .failure(.crashed) }
                frames.receive(bytes)
                do {
                    if let payload = try frames.next() {
                        // One answer for one request, after all of it: anything else is not our worker speaking.
                        return toSend.isEmpty && !frames.hasPending ? .success(payload) : .failure(.malformedAnswer)
                    }
                } catch {
                    return .failure(.tooLarge)
                }
            }
        }
    }
}

extension Duration {
    /// Rounded up, at least 1 and at most a minute: `poll` is called again anyway.
    fileprivate var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < 60 else { return 60_000 }
        return max(1, Int32(seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1)
    }
}
