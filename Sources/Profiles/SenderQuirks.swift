/// What is known of one sender's documents that the documents do not say, or say wrongly.
public struct SenderQuirks: Hashable, Sendable {
    public let id: String
    /// Minutes east of Greenwich in winter; nil where the sender writes offsets, or those of everybody hold.
    public let zoneOffset: Int?
    /// Whether the sender's clocks follow the summer time of the European Union.
    public let hasSummerTime: Bool
    /// The delimiters that the sender's HL7 v2 messages really use behind MSH-1, whatever MSH-2 says: four or five ASCII characters.
    public let encodingCharacters: [UInt8]?
    /// Whether a HL7 v2 message may stand in a MLLP frame that has a start and no end, or has something behind its end.
    public let isFramingRelaxed: Bool
}

extension SenderQuirks {
    init?(texts: [String?]) {
        let offset = texts.optional(1).flatMap { Int($0) }
        guard texts.optional(1) == nil || offset != nil else { return nil }
        self.init(
            id: texts.text(0), zoneOffset: offset, hasSummerTime: texts.optional(2) == "eu",
            encodingCharacters: texts.optional(3).map { Array($0.utf8) },
            isFramingRelaxed: texts.optional(4) == "relaxed")
    }
}

/// `senders`: custodian's identifier (`root` or `root^extension`) or HL7 v2 facility (MSH-4) → quirks.
enum Senders {
    static let columns = ["id", "sender", "zone", "summer-time", "delimiters", "framing"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        var minutes: Int?
        if let text = row.optional("zone") {
            minutes = Self.minutes(text)
            guard minutes != nil else { throw row.fault(.invalidCell, "zone: \(text) is not like +02:00") }
        }
        let summer = row.optional("summer-time")
        guard summer == nil || minutes != nil else { throw row.fault(.invalidCell, "summer-time is of a zone") }
        guard [nil, "eu", "none"].contains(summer) else {
            throw row.fault(.invalidCell, "summer-time is eu or none")
        }
        let delimiters = row.optional("delimiters")
        if let delimiters {
            guard Self.areDelimiters(Array(delimiters.utf8)) else {
                throw row.fault(.invalidCell, "delimiters: \(delimiters) is not like ^~\\&")
            }
        }
        let framing = row.optional("framing")
        guard framing == nil || framing == "relaxed" else {
            throw row.fault(.invalidCell, "framing is relaxed, or not given")
        }
        guard minutes != nil || delimiters != nil || framing != nil else {
            throw row.fault(.missingCell, "neither zone nor delimiters nor framing are given")
        }
        let number = image.record(
            .sender,
            [try row.required("id"), minutes.map { "\($0)" }, summer ?? "none", delimiters, framing])
        try image.set(.sender, [try row.required("sender")], number, row)
    }

    /// Four or five different characters of ASCII that are neither letters, digits, blanks nor quotation marks.
    private static func areDelimiters(_ bytes: [UInt8]) -> Bool {
        (4...5).contains(bytes.count) && Set(bytes).count == bytes.count
            && bytes.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && !(48...57).contains(byte)
                    && !(65...90).contains(byte) && !(97...122).contains(byte)
            }
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
