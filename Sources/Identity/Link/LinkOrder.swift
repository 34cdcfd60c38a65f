public import RecordTypes

/// What two officials sign when a person's number has changed: that both numbers are one person, in one log, under one case.
///
/// The signed bytes are this text, each line ended by a line feed and nothing after the last:
///
/// ```
/// ankur-link-1
/// log log.example.ee/ankur
/// former PNOEE-…
/// current PNOEE-…
/// basis RR-2026-7
/// time 2026-11-29T10:00:00.000Z
/// ```
///
/// Its first line is that of nothing else that a card signs: a signature made for a log-in (96 bytes of Web eID) or a handshake (64 spaces
/// first, RFC 8446 §4.4.3) is none of an order, nor the other way round. It holds personal codes: a file of it is its owner's alone.
public struct LinkOrder: Hashable, Sendable {
    /// The log whose entry it is to become: an order for one gateway is none for another.
    public let log: String
    public let former: PersonIdentifier
    public let current: PersonIdentifier
    /// Case number or other basis.
    public let basis: String
    /// When it was drawn up.
    public let time: Instant

    /// Nil unless the numbers differ, both can be written as `PNOEE-…`, and log and basis are 1 to 200 printable ASCII characters that
    /// neither begin nor end with a space.
    public init?(log: String, former: PersonIdentifier, current: PersonIdentifier, basis: String, time: Instant) {
        guard former != current, former.scheme != .local, current.scheme != .local, Self.isLine(log),
            Self.isLine(basis)
        else { return nil }
        self.log = log
        self.former = former
        self.current = current
        self.basis = basis
        self.time = time
    }

    /// Nil for anything that ``bytes`` does not write.
    public init?(reading bytes: [UInt8]) {
        guard bytes.count <= 2000, let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func value(_ line: Int, _ name: String) -> String? {
            lines[line].hasPrefix(name + " ") ? String(lines[line].dropFirst(name.count + 1)) : nil
        }
        guard lines.count == 7, lines[0] == Self.firstLine, lines[6].isEmpty, let log = value(1, "log"),
            let former = value(2, "former").flatMap({ PersonIdentifier(semantics: $0) }),
            let current = value(3, "current").flatMap({ PersonIdentifier(semantics: $0) }),
            let basis = value(4, "basis"), let time = value(5, "time").flatMap({ Instant(rfc3339: $0) }),
            let order = LinkOrder(log: log, former: former, current: current, basis: basis, time: time),
            order.bytes == bytes
        else { return nil }
        self = order
    }

    /// The bytes that are signed.
    public var bytes: [UInt8] {
        let lines = [
            Self.firstLine, "log \(log)", "former \(former.semantics)", "current \(current.semantics)",
            "basis \(basis)", "time \(time)",
        ]
        return Array(lines.map { $0 + "\n" }.joined().utf8)
    }

    private static let firstLine = "ankur-link-1"

    private static func isLine(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 32 && $0 < 127 }
            && text.first != " " && text.last != " "
    }
}
