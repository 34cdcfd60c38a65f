import Foundation

/// How a command ends when it does not end well.
struct CommandFailure: Error {
    let exitCode: Int32
    /// For a person, on standard error; empty when the command has said everything already.
    let message: String

    /// The question was understood, and the answer is no.
    static func answeredNo(_ message: String = "") -> CommandFailure { CommandFailure(exitCode: 1, message: message) }

    /// It could not be done.
    static func impossible(_ message: String) -> CommandFailure { CommandFailure(exitCode: 2, message: message) }
}

/// What a command says: unbuffered, so that a reader at the other end of a pipe gets it at once.
enum StandardOutput {
    static func write(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
    static func write(_ bytes: [UInt8]) { FileHandle.standardOutput.write(Data(bytes)) }
}

enum StandardError {
    static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
