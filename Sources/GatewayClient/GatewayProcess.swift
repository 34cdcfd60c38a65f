import Foundation

/// A gateway running as a process of its own, started as an operator would start it.
public final class GatewayProcess: Sendable {
    public enum Failure: Error, CustomStringConvertible {
        /// The process ended before it said it was ready.
        case endedEarly(status: Int32, log: String)
        case notReadyInTime(log: String)

        public var description: String {
            switch self {
            case .endedEarly(let status, let log): "the gateway ended with status \(status) before it was ready\n\(log)"
            case .notReadyInTime(let log): "the gateway was not ready in time\n\(log)"
            }
        }
    }

    /// `host:port` by listener name, as the gateway reported them: `providers`, `mllp`, `citizens`, `ministry`, `public`, `operations`.
    public let addresses: [String: String]
    public let processIdentifier: Int32
    /// Where its log (standard error) goes.
    public let logPath: String
    private let process: Process

    /// Starts `ankur serve --config FILE` and waits for its ready line.
    /// - Parameters:
    ///   - executable: the `ankur` binary.
    ///   - environment: added to a minimal environment.
    public init(
        executable: String, configuration: String, logPath: String, environment: [String: String] = [:],
        readyWithin limit: Duration = .seconds(30)
    ) async throws {
        let process = try Self.prepared(executable, configuration, logPath, environment)
        let output = Pipe()
        process.standardOutput = output
        try process.run()

        func logText() -> String {
            String(decoding: FileManager.default.contents(atPath: logPath) ?? Data(), as: UTF8.self)
        }
        let first = await Self.firstLine(of: output.fileHandleForReading, within: limit)
        guard case .line(let ready) = first,
            let said = try? JSONSerialization.jsonObject(with: ready) as? [String: Any],
            let addresses = said["ready"] as? [String: String]
        else {
            // Who has closed its output is about to end by itself.
            if case .end = first {
                process.waitUntilExit()
                throw Failure.endedEarly(status: process.terminationStatus, log: logText())
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            throw Failure.notReadyInTime(log: logText())
        }
        self.addresses = addresses
        self.processIdentifier = process.processIdentifier
        self.logPath = logPath
        self.process = process
    }

    /// Starts it and ends it `delay` later as a power failure would, ready or not.
    public static func startAndKill(
        executable: String, configuration: String, logPath: String, environment: [String: String] = [:],
        after delay: Duration
    ) async throws {
        let process = try prepared(executable, configuration, logPath, environment)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try? await Task.sleep(for: delay)
        kill(process.processIdentifier, SIGKILL)
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// `ankur serve` with a minimal environment, its log appended to `logPath`.
    private static func prepared(
        _ executable: String, _ configuration: String, _ logPath: String, _ environment: [String: String]
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = ["serve", "--config", configuration]
        var variables = environment
        variables["PATH"] = "/usr/bin:/bin"
        variables["SWIFT_BACKTRACE"] = "enable=no"
        for name in ["LD_LIBRARY_PATH", "HOME"] {
            if let value = ProcessInfo.processInfo.environment[name] { variables[name] = variables[name] ?? value }
        }
        process.environment = variables
        if !FileManager.default.fileExists(atPath: logPath) {
            _ = FileManager.default.createFile(atPath: logPath, contents: nil)
        }
        guard let log = FileHandle(forWritingAtPath: logPath) else { throw CocoaError(.fileNoSuchFile) }
        log.seekToEndOfFile()
        process.standardError = log
        process.standardInput = FileHandle.nullDevice
        return process
    }

    /// `https://host:port` of a listener; the operations listener speaks plain HTTP.
    public func url(_ listener: String) -> String {
        "\(listener == "operations" ? "http" : "https")://\(addresses[listener] ?? "")"
    }

    public var isRunning: Bool { process.isRunning }

    /// Asks it to drain and end, as a service supervisor would; waits for the end and gives the exit status.
    public func terminate() async -> Int32 {
        if process.isRunning { kill(processIdentifier, SIGTERM) }
        return await waitForExit()
    }

    /// Ends it as a power failure of the process would.
    public func killAtOnce() async {
        if process.isRunning { kill(processIdentifier, SIGKILL) }
        _ = await waitForExit()
    }

    private func waitForExit() async -> Int32 {
        while process.isRunning { try? await Task.sleep(for: .milliseconds(5)) }
        return process.terminationStatus
    }

    private static func firstLine(of handle: FileHandle, within limit: Duration) async -> FirstLine {
        await withCheckedContinuation { (continuation: CheckedContinuation<FirstLine, Never>) in
            let reader = LineReader(continuation)
            handle.readabilityHandler = { handle in reader.receive(handle.availableData, from: handle) }
            DispatchQueue.global().asyncAfter(deadline: .now() + Double(limit.components.seconds)) {
                reader.finish(.late)
            }
        }
    }
}

/// What came first out of a process.
private enum FirstLine: Sendable {
    case line(Data)
    /// It closed its output without a line.
    case end
    case late
}

/// Collects bytes to the first line feed and answers once.
private final class LineReader: @unchecked Sendable {
    private let lock = NSLock()
    private var collected = Data()
    private var continuation: CheckedContinuation<FirstLine, Never>?

    init(_ continuation: CheckedContinuation<FirstLine, Never>) { self.continuation = continuation }

    func receive(_ data: Data, from handle: FileHandle) {
        guard !data.isEmpty else {
            handle.readabilityHandler = nil
            finish(.end)
            return
        }
        lock.lock()
        collected.append(data)
        let end = collected.firstIndex(of: 0x0A)
        let line = end.map { collected.prefix(upTo: $0) }
        lock.unlock()
        if let line { finish(.line(Data(line))) }
    }

    func finish(_ line: FirstLine) {
        lock.lock()
        let waiting = continuation
        continuation = nil
        lock.unlock()
        waiting?.resume(returning: line)
    }
}
