import Foundation

/// A command run to its end, with what it printed.
struct ChildCommand {
    let status: Int32
    let output: String

    static func run(_ executable: String, _ arguments: [String]) throws -> ChildCommand {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return ChildCommand(status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self))
    }
}
