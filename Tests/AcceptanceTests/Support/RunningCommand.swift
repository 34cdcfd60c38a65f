import Foundation
import Synchronization

/// A program that goes on running while its output is read.
final class RunningCommand: Sendable {
    /// Standard output, line by line as it comes; ends with the program.
    let lines: AsyncStream<String>
    private let process: Process
    private let ended: AsyncStream<Int32>

    init(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
        process.environment?["SWIFT_BACKTRACE"] = "enable=no"
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        let (lines, sink) = AsyncStream<String>.makeStream()
        let unfinished = Mutex<[UInt8]>([])
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty {
                handle.readabilityHandler = nil
                sink.finish()
                return
            }
            unfinished.withLock { rest in
                rest += data
                while let end = rest.firstIndex(of: 0x0A) {
                    sink.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest.removeFirst(end + 1)
                }
            }
        }
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            let wasKilled = process.terminationReason == .uncaughtSignal
            end.yield(wasKilled ? 128 + process.terminationStatus : process.terminationStatus)
            end.finish()
        }
        try Self.withoutMask { try process.run() }
        LeftBehind.note(process: process.processIdentifier)
        self.process = process
        self.lines = lines
        self.ended = ended
    }

    /// A child inherits the mask of the thread that starts it, and Dispatch's threads hold signals back: SIGTERM would end nothing.
    private static func withoutMask(_ start: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        // Both sets outlive the calls; the mask is this thread's alone.
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try start()
    }

    /// Ends it at once, by a signal that no mask inherited from a test runner can hold back.
    func strike() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        LeftBehind.forget(process: process.processIdentifier)
    }

    /// Sends SIGTERM, waits for the end and gives the exit status; 128 and the signal's number when a signal ended it.
    func terminate() async -> Int32 {
        if process.isRunning { kill(process.processIdentifier, SIGTERM) }
        var status: Int32 = -1
        for await exit in ended { status = exit }
        LeftBehind.forget(process: process.processIdentifier)
        return status
    }
}
