import RecordTypes

/// The name of one request in answers, logs and the access log: the client's own when it is fit for that, else a random one.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Sixteen random bytes in hexadecimal.
    init() {
        var random = SystemRandomNumberGenerator()
        description = Hex.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// Takes what a client sent: 8 to 64 letters, digits, `-`, `_` and `.`, and nothing in it that could be a personal code,
    /// because this text is written into logs.
    init?(_ sent: String?) {
        guard let sent, (8...64).contains(sent.utf8.count), sent.utf8.allSatisfy(Self.isFit),
            !Self.holdsPersonalCode(sent)
        else { return nil }
        description = sent
    }

    private static func isFit(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func holdsPersonalCode(_ text: String) -> Bool {
        text.split { !$0.isASCII || !$0.isNumber }.contains { (try? PersonalCode($0)) != nil }
    }
}
