internal import RecordTypes

extension Message {
    /// Reads a message in one pass.
    ///
    /// Segments end with CR, CR LF or LF; a LF that no segment follows is part of the text. A byte order mark and a whole MLLP frame
    /// around the message are taken off.
    /// - Throws: ``HL7Error`` for what is no message, for bytes foreign to the character set, and beyond the limits.
    /// - Complexity: linear in the bytes.
    public init(_ bytes: [UInt8], limits: MessageLimits = .standard) throws(HL7Error) {
        var parser = try MessageParser(bytes, limits: limits)
        storage = try parser.parse()
    }
}

/// The pass over the bytes.
struct MessageParser {
    private let bytes: [UInt8]
    private var limits: MessageLimits
    private let delimiters: Delimiters
    private var at = 0
    private var starts: [MessageStorage.Start] = []
    private var separators: [UInt32] = []
    private var segments: [MessageStorage.SegmentEntry] = []
    private var sequences: [UInt32: Int] = [:]
    private var escapes = 0
    private var hasControls = false
    private var hasNulls = false
    private var isASCII = true

    private static let cr: UInt8 = 0x0D
    private static let lf: UInt8 = 0x0A

    init(_ bytes: [UInt8], limits: MessageLimits) throws(HL7Error) {
        // Views hold offsets of 32 bits and numbers of 16, whatever the limits.
        guard bytes.count <= min(limits.bytes, Int(Int32.max)) else { throw HL7Error(.tooLarge) }
        self.bytes = try Self.unwrapped(bytes)
        self.limits = limits
        self.limits.fields = min(limits.fields, Int(UInt16.max))
        self.limits.parts = min(limits.parts, Int(UInt16.max) - 1)
        delimiters = try Self.delimiters(self.bytes)
        starts.reserveCapacity(self.bytes.count / 4)
        separators.reserveCapacity(self.bytes.count / 8)
    }

    /// Without byte order mark, MLLP frame and line ends in front.
    private static func unwrapped(_ bytes: [UInt8]) throws(HL7Error) -> [UInt8] {
        var bytes = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { throw HL7Error(.characterSet) }
        if bytes.first == MLLPFraming.startBlock {
            bytes = bytes.dropFirst()
            guard let end = bytes.lastIndex(of: MLLPFraming.endBlock),
                bytes[(end + 1)...].allSatisfy({ $0 == cr || $0 == lf })
            else { throw HL7Error(.unfinishedFrame) }
            bytes = bytes[..<end]
        }
        bytes = bytes.drop { $0 == cr || $0 == lf }
        guard !bytes.isEmpty else { throw HL7Error(.empty) }
        return Array(bytes)
    }

    private static func delimiters(_ bytes: [UInt8]) throws(HL7Error) -> Delimiters {
        if bytes.starts(with: Array("FHS".utf8)) || bytes.starts(with: Array("BHS".utf8)) { throw HL7Error(.batch) }
        guard bytes.starts(with: Array("MSH".utf8)) else { throw HL7Error(.noHeader) }
        let header = Issue.HL7Place(segment: "MSH")
        guard bytes.count > 4 else { throw HL7Error(.delimiters, at: header) }
        let encoding = bytes[4...].prefix(6).prefix { $0 != bytes[3] && $0 != cr && $0 != lf }
        guard let delimiters = Delimiters(field: bytes[3], encoding: Array(encoding)) else {
            throw HL7Error(.delimiters, at: header)
        }
        return delimiters
    }

    mutating func parse() throws(HL7Error) -> MessageStorage {
        while at < bytes.count {
            if bytes[at] == Self.cr || bytes[at] == Self.lf {
                at += 1
            } else {
                try parseSegment()
            }
        }
        let set = try characterSet()
        // All sets begin as ASCII does.
        if !isASCII, !set.canRead(bytes) { throw HL7Error(.encoding, at: segments.first.map(place)) }
        return MessageStorage(
            bytes: bytes, delimiters: delimiters, characterSet: set, segments: segments, starts: starts,
            separators: separators, isASCII: isASCII,
            // MSH-2 names the escape character once.
            hasEscapes: escapes > 1, hasControls: hasControls, hasNulls: hasNulls)
    }

    private mutating func parseSegment() throws(HL7Error) {
        guard isSegmentName(at: at) else { throw HL7Error(.segmentName, at: segments.last.map(place)) }
        let name = bytes[at..<(at + 3)].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if name == segmentName("MSH"), !segments.isEmpty { throw HL7Error(.batch, at: segments.last.map(place)) }
        guard segments.count < limits.segments else { throw HL7Error(.tooLarge, at: segments.last.map(place)) }
        let sequence = sequences[name, default: 0] + 1
        sequences[name] = sequence
        let first = starts.count
        let escapesBefore = escapes
        begin(at)
        var at = at
        defer { self.at = at }
        // Repetitions, components and subcomponents of the field at hand.
        var parts = 0
        let message = bytes
        let text = message.span
        scan: while at < text.count {
            let byte = text[at]
            // Nearly all bytes are of words and numbers, which part nothing.
            if Delimiters.isAlphanumeric(byte) {
                at += 1
                continue
            }
            if byte == delimiters.field {
                begin(at + 1)
                parts = 0
                if starts.count - first > limits.fields { throw tooLarge(name, sequence, starts.count - first) }
            } else if byte < 0x20 {
                switch byte {
                case Self.cr: break scan
                case Self.lf where endsSegment(at: at): break scan
                case 0: throw HL7Error(.controlCharacter, at: segments.last.map(place))
                default: hasControls = true
                }
            } else if byte == delimiters.escape {
                escapes += 1
            } else if byte == delimiters.component || byte == delimiters.repetition || byte == delimiters.subcomponent {
                separators.append(UInt32(truncatingIfNeeded: at))
                parts += 1
                if parts > limits.parts { throw tooLarge(name, sequence, starts.count - first) }
            } else if byte == 0x22 {
                hasNulls = true
            } else if byte >= 0x7F {
                if byte == 0x7F { hasControls = true } else { isASCII = false }
            }
            at += 1
        }
        segments.append(
            MessageStorage.SegmentEntry(
                name: name, sequence: sequence, first: first, count: starts.count - first, end: at,
                hasEscapes: escapes > escapesBefore))
    }

    /// Notes that the name of a segment or a field begins at an offset.
    private mutating func begin(_ offset: Int) {
        starts.append(
            MessageStorage.Start(
                offset: UInt32(truncatingIfNeeded: offset), separator: UInt32(truncatingIfNeeded: separators.count)))
    }

    /// A LF ends a segment when a segment or nothing follows it.
    private func endsSegment(at position: Int) -> Bool {
        var next = position + 1
        while next < bytes.count, bytes[next] == Self.cr || bytes[next] == Self.lf { next += 1 }
        return next == bytes.count || isSegmentName(at: next)
    }

    /// A capital letter, two capital letters or digits, then a field separator or the segment's end.
    private func isSegmentName(at position: Int) -> Bool {
        guard position + 3 <= bytes.count, (65...90).contains(bytes[position]) else { return false }
        for byte in bytes[(position + 1)..<(position + 3)] {
            guard (65...90).contains(byte) || (48...57).contains(byte) else { return false }
        }
        guard position + 3 < bytes.count else { return true }
        let next = bytes[position + 3]
        return next == delimiters.field || next == Self.cr || next == Self.lf
    }

    /// MSH-18, its first repetition; further ones announce switching inside a text, which nobody here does: a message that switches is
    /// refused, as its text would be read as other signs, and some of them as delimiters.
    private func characterSet() throws(HL7Error) -> CharacterSet {
        guard let header = segments.first, header.count > 17 else { return .utf8 }
        let start = Int(starts[header.first + 17].offset)
        let end = header.count > 18 ? Int(starts[header.first + 18].offset) - 1 : header.end
        let stops: Set<UInt8> = [delimiters.repetition, delimiters.component]
        let field = bytes[start..<max(start, end)]
        let name = field.prefix { !stops.contains($0) }
        if field.contains(delimiters.repetition) || String(decoding: name, as: UTF8.self).hasPrefix("ISO IR"),
            hasControls, switchesSets
        {
            throw HL7Error(.characterSet, at: Issue.HL7Place(segment: "MSH", field: 18))
        }
        guard !name.isEmpty, !name.elementsEqual(Array("\"\"".utf8)) else { return .utf8 }
        guard let set = CharacterSet(hl7Name: String(decoding: name, as: UTF8.self)) else {
            // A name nobody knows harms nothing where every byte means the same in all sets that begin as ASCII does.
            if CharacterSet.extendsASCII(name), isASCII { return .ascii }
            throw HL7Error(.characterSet, at: Issue.HL7Place(segment: "MSH", field: 18))
        }
        return set
    }

    /// ESC and the designation of a set (ISO 2022): `ESC $ B`, `ESC ( J`.
    private var switchesSets: Bool {
        bytes.indices.dropLast().contains { bytes[$0] == 0x1B && (0x24...0x2F).contains(bytes[$0 + 1]) }
    }

    private func place(_ entry: MessageStorage.SegmentEntry) -> Issue.HL7Place {
        let name = bytes[Int(starts[entry.first].offset)...].prefix(3)
        return Issue.HL7Place(segment: String(decoding: name, as: UTF8.self), sequence: entry.sequence)
    }

    private func tooLarge(_ name: UInt32, _ sequence: Int, _ field: Int) -> HL7Error {
        let text = String(
            decoding: [UInt8(name >> 16 & 255), UInt8(name >> 8 & 255), UInt8(name & 255)], as: UTF8.self)
        return HL7Error(.tooLarge, at: Issue.HL7Place(segment: text, sequence: sequence, field: field - 1))
    }
}
