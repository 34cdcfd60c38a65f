import Foundation

/// A program run to its end.
struct Command: Sendable {
    let status: Int32
    let output: [UInt8]
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
    /// What a failed expectation shows.
    var transcript: String { "status \(status)\n\(text)\n\(errors)" }

    /// Runs `program`, found in the path, and waits. Input and output go through files, so that no pipe can fill up.
    ///
    /// A program that takes longer than `limit` is killed; its status is then 137.
    static func run(
        _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
        in directory: String? = nil, limit: Duration = .seconds(120)
    ) async throws -> Command {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.environment?["SWIFT_BACKTRACE"] = "enable=no"
        if let directory { process.currentDirectoryURL = URL(fileURLWithPath: directory) }
        let paths = [
            try folder.file("in", input), try folder.file("out", []), try folder.file("err", []),
        ].map { URL(fileURLWithPath: $0) }
        let handles = [
            try FileHandle(forReadingFrom: paths[0]), try FileHandle(forWritingTo: paths[1]),
            try FileHandle(forWritingTo: paths[2]),
        ]
        process.standardInput = handles[0]
        process.standardOutput = handles[1]
        process.standardError = handles[2]
        let ended = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            let wasKilled = process.terminationReason == .uncaughtSignal
            ended.continuation.yield(wasKilled ? 128 + process.terminationStatus : process.terminationStatus)
            ended.continuation.finish()
        }
        try process.run()
        // The program has its own. Foundation would keep these open as long as the process object lives, and it cannot start a program
        // once more than a thousand files are open.
        for handle in handles { try handle.close() }
        let identifier = process.processIdentifier
        LeftBehind.note(process: identifier)
        let watch = Task {
            try await Task.sleep(for: limit)
            kill(identifier, SIGKILL)
        }
        var status: Int32 = -1
        for await exit in ended.stream { status = exit }
        watch.cancel()
        LeftBehind.forget(process: identifier)
        let output = [UInt8](FileManager.default.contents(atPath: paths[1].path) ?? Data())
        let errors = String(decoding: FileManager.default.contents(atPath: paths[2].path) ?? Data(), as: UTF8.self)
        return Command(status: status, output: output, errors: errors)
    }

    /// Runs the built `ankur`.
    static func ankur(_ arguments: [String], in directory: String? = nil) async throws -> Command {
        try await run(Built.ankur, arguments, in: directory)
    }

    /// Whether a program is in the path.
    static func exists(_ program: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
    }
}
