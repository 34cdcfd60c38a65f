/// One mail through SMTP (RFC 5321), as a dialogue without a socket: a reply in, what to do next out.
struct SMTPDialogue {
    enum Step: Hashable {
        /// Send these bytes and wait for the reply.
        case send([UInt8])
        /// The server has taken the mail: say good-bye.
        case taken
        /// It never will (5xx): trying again changes nothing.
        case refused(Int)
        /// Not now (4xx), or not as SMTP says.
        case failed(Int)
    }

    private enum State {
        case greeting, hello, sender, recipient, data, content, over
    }

    private var state = State.greeting
    private let sender: String
    private let recipient: String
    private let content: [UInt8]

    /// - Parameters:
    ///   - sender, recipient: addresses that were checked (``MailAddress``): nothing in them can end a line.
    ///   - content: header and body with CRLF at the end of each line.
    init(from sender: String, to recipient: String, content: [UInt8]) {
        self.sender = sender
        self.recipient = recipient
        self.content = content
    }

    /// - Parameter code: of the whole reply; its last line has a blank after it.
    mutating func reply(_ code: Int) -> Step {
        switch (state, code) {
        case (.greeting, 220): return say("EHLO ankur.invalid", then: .hello)
        case (.hello, 250): return say("MAIL FROM:<\(sender)>", then: .sender)
        case (.sender, 250): return say("RCPT TO:<\(recipient)>", then: .recipient)
        case (.recipient, 250), (.recipient, 251): return say("DATA", then: .data)
        case (.data, 354):
            state = .content
            return .send(Self.stuffed(content) + Array(".\r\n".utf8))
        case (.content, 250):
            state = .over
            return .taken
        case (_, 500...599):
            state = .over
            return .refused(code)
        default:
            state = .over
            return .failed(code)
        }
    }

    private mutating func say(_ line: String, then next: State) -> Step {
        state = next
        return .send(Array((line + "\r\n").utf8))
    }

    /// A line that begins with a full stop gets another one (RFC 5321 §4.5.2).
    static func stuffed(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + 8)
        var atStart = true
        for byte in content {
            if atStart, byte == UInt8(ascii: ".") { bytes.append(byte) }
            bytes.append(byte)
            atStart = byte == UInt8(ascii: "\n")
        }
        return bytes
    }

    /// The code of a complete reply in `bytes`, and how many bytes it has; nil while it is not complete.
    static func reply(in bytes: [UInt8]) -> (code: Int, length: Int)? {
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = bytes[start..<end]
            guard line.count >= 3, let code = Int(String(decoding: line.prefix(3), as: UTF8.self)) else {
                return (0, end + 1)
            }
            // `250-` goes on, `250 ` is the last.
            if line.count < 4 || line[line.startIndex + 3] != UInt8(ascii: "-") { return (code, end + 1) }
            start = end + 1
        }
        return bytes.count > 8_192 ? (0, bytes.count) : nil
    }
}
