import Foundation

/// Prints the demonstration: numbered steps, what happens in plain words, and the bytes that went over the wire.
struct Narrator: Sendable {
    func title(_ text: String) { line("\n\(text)\n" + String(repeating: "=", count: text.count)) }

    /// `1. Two hospitals and a laboratory submit`.
    func step(_ number: Int, _ text: String) { line("\n\(number). \(text)") }

    func say(_ text: String) { line("   \(text)") }

    /// What was sent or came back, indented and shortened to what a reader can take in.
    func bytes(_ label: String, _ text: String, lines limit: Int = 12, width: Int = 150) {
        line("   \(label)")
        let all = text.split(whereSeparator: { $0 == "\n" || $0 == "\r" || $0 == "\r\n" })
        for row in all.prefix(limit) { line("     | " + (row.count > width ? row.prefix(width) + " …" : row)) }
        if all.count > limit { line("     | … \(all.count - limit) more lines") }
    }

    private func line(_ text: some StringProtocol) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}

/// Why the demonstration stopped: something did not answer as promised.
struct DemoFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Stops the demonstration when the product does not keep a promise.
func expect(_ holds: Bool, _ promise: @autoclosure () -> String) throws {
    guard holds else { throw DemoFailure("not as promised: \(promise())") }
}
