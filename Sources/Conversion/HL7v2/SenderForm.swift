import HL7v2
import Profiles
import RecordTypes

extension ProfileSet {
    /// A message as its sender means it, where the profiles know that MSH-2 or the frame around it are wrong; and a finding for each
    /// thing that was read otherwise than it is written.
    ///
    /// The sender is known by the first component of MSH-4, which must be readable for that: MSH-1 and the first character of MSH-2
    /// have to be right.
    func asMeant(_ bytes: [UInt8]) -> (bytes: [UInt8], issues: [Issue]) {
        let start = bytes.prefix(64).firstIndex(of: UInt8(ascii: "M")) ?? 0
        guard bytes[start...].starts(with: Array("MSH".utf8)), bytes.count > start + 4 else { return (bytes, []) }
        let separator = bytes[start + 3]
        let line = bytes[start...].prefix(4_096).prefix { $0 != 0x0D && $0 != 0x0A }
        // MSH, MSH-2, MSH-3, MSH-4 and the rest.
        let fields = line.split(separator: separator, maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count > 3, let component = fields[1].first else { return (bytes, []) }
        let facility = String(decoding: fields[3].prefix { $0 != component }, as: UTF8.self)
        guard !facility.isEmpty, let quirks = sender(facility) else { return (bytes, []) }

        var meant = bytes
        var issues: [Issue] = []
        let header = Issue.Place.hl7(Issue.HL7Place(segment: "MSH"))
        if let own = quirks.encodingCharacters, !own.elementsEqual(fields[1]) {
            meant.replaceSubrange(fields[1].indices, with: own)
            issues.append(
                Issue(
                    .information, "hl7-sender-delimiters", .informational,
                    "MSH-2 was read as the profiles say that this sender means it.", at: header,
                    rule: "profiles: senders, \(quirks.id)", remedy: "Send MSH-2 as the message uses it."))
        }
        if quirks.isFramingRelaxed, bytes[..<start].contains(MLLPFraming.startBlock) {
            let end = meant[start...].lastIndex(of: MLLPFraming.endBlock)
            let rest = end.map { meant[($0 + 1)...] } ?? []
            guard end == nil || rest.contains(where: { $0 != 0x0D && $0 != 0x0A }) else { return (meant, issues) }
            meant = Array(meant[start..<(end ?? meant.count)])
            issues.append(
                Issue(
                    .information, "hl7-sender-framing", .informational,
                    "The frame was read as the profiles say that this sender writes it.", at: header,
                    rule: "profiles: senders, \(quirks.id)",
                    remedy: "End the frame with 0x1C 0x0D and nothing behind it."))
        }
        return (meant, issues)
    }
}
