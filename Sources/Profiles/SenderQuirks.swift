/// What is known of one sender's documents that the documents do not say.
public struct SenderQuirks: Hashable, Sendable {
    public let id: String
    /// Minutes east of Greenwich in winter.
    public let zoneOffset: Int
    /// Whether the sender's clocks follow the summer time of the European Union.
    public let hasSummerTime: Bool
}

extension SenderQuirks {
    init?(texts: [String?]) {
        guard let offset = Int(texts.text(1)) else { return nil }
        self.init(id: texts.text(0), zoneOffset: offset, hasSummerTime: texts.optional(2) == "eu")
    }
}

/// `senders`: custodian's identifier (`root` or `root^extension`) or HL7 v2 facility (MSH-4) → quirks.
enum Senders {
    static let columns = ["id", "sender", "zone", "summer-time"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let text = try row.required("zone")
        guard let minutes = Self.minutes(text) else {
            throw row.fault(.invalidCell, "zone: \(text) is not like +02:00")
        }
        let summer = row.optional("summer-time") ?? "none"
        guard summer == "eu" || summer == "none" else { throw row.fault(.invalidCell, "summer-time is eu or none") }
        let number = image.record(.sender, [try row.required("id"), "\(minutes)", summer])
        try image.set(.sender, [try row.required("sender")], number, row)
    }

    private static func minutes(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count == 6, bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
            bytes[3] == UInt8(ascii: ":"),
            let hours = Int(String(decoding: bytes[1...2], as: UTF8.self)),
            let minutes = Int(String(decoding: bytes[4...5], as: UTF8.self)), (0...14).contains(hours),
            (0..<60).contains(minutes)
        else { return nil }
        return (hours * 60 + minutes) * (bytes[0] == UInt8(ascii: "-") ? -1 : 1)
    }
}
