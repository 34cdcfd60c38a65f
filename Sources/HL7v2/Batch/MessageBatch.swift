public import RecordTypes

/// The messages that a payload holds: one, or several with or without the envelopes of the batch protocol.
///
/// ```
/// [FHS] { [BHS] { MSH … } [BTS-1 messages] } [FTS-1 batches]
/// ```
///
/// Nothing but the beginnings of lines is looked at, so that a broken message costs its neighbours nothing: each is read, and refused,
/// by itself. A line begins or ends a part only when the field separator of the envelope it stands in follows its name (outside of one,
/// any separator); a trailer's name may be the whole line. MLLP frames around single messages of a file are taken off.
public struct MessageBatch: Sendable {
    /// The bytes of each message, from its MSH on, in order.
    public let messages: [[UInt8]]
    /// The line of the payload on which each message begins, from 1; CR LF is one end.
    public let firstLines: [Int]
    /// Whether FHS or BHS stand in front.
    public let isEnveloped: Bool
    /// The first FHS and the first BHS as sent, without their ends: what an answer in kind repeats. Empty when there are none.
    public let fileHeader: [UInt8]
    public let batchHeader: [UInt8]
    /// Counts of BTS-1 and FTS-1 that do not agree with what is there, and lines that belong to no message: one of each code.
    public let issues: [Issue]
    /// Whether there are more messages than the limit; what stands behind the last one was not read.
    public let exceedsLimit: Bool
    /// Whether lines stand outside of every message, so that something may have been cut off from one.
    public var hasStrayLines: Bool { issues.contains { $0.code == BatchSplitter.strayLine } }
    /// The code of the finding that a trailer counts otherwise: something may be missing, nothing is wrong with what is there.
    public static let countCode = "hl7-batch-count"

    /// - Parameter limit: how many messages are split off at most; nil for as many as there are.
    /// - Complexity: one pass, which ends at the limit.
    public init(_ bytes: [UInt8], limit: Int? = nil) {
        var splitter = BatchSplitter(limit: limit)
        splitter.split(bytes)
        messages = splitter.messages
        firstLines = splitter.firstLines
        isEnveloped = splitter.fileHeader != nil || splitter.batchHeader != nil
        fileHeader = splitter.fileHeader.map { Array(bytes[$0]) } ?? []
        batchHeader = splitter.batchHeader.map { Array(bytes[$0]) } ?? []
        issues = splitter.issues
        exceedsLimit = splitter.exceedsLimit
    }

    /// Whether bytes begin as a message or a batch does: behind byte order mark, start block and line ends, MSH, FHS or BHS and a delimiter.
    public static func begins(_ bytes: some Collection<UInt8>) -> Bool {
        switch firstLine(of: bytes) {
        case .message, .fileHeader, .batchHeader: true
        case .batchTrailer, .fileTrailer, nil: false
        }
    }

    /// Whether bytes begin as a batch in an envelope does: as in ``begins(_:)``, but FHS or BHS.
    public static func beginsEnveloped(_ bytes: some Collection<UInt8>) -> Bool {
        switch firstLine(of: bytes) {
        case .fileHeader, .batchHeader: true
        case .message, .batchTrailer, .fileTrailer, nil: false
        }
    }

    private static func firstLine(of bytes: some Collection<UInt8>) -> BatchSplitter.Line? {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop { $0 == MLLPFraming.startBlock || $0 == 0x0D || $0 == 0x0A || $0 == 0x20 || $0 == 0x09 }
        return BatchSplitter.envelopeName(in: Array(rest.prefix(4)), at: 0, separator: nil)
    }
}

/// The pass over the lines of a payload.
struct BatchSplitter {
    /// The names that matter here.
    enum Line: String, CaseIterable {
        case message = "MSH"
        case fileHeader = "FHS"
        case batchHeader = "BHS"
        case batchTrailer = "BTS"
        case fileTrailer = "FTS"
    }

    static let strayLine = "hl7-batch-stray-line"

    private let limit: Int?
    private(set) var exceedsLimit = false
    private(set) var messages: [[UInt8]] = []
    private(set) var firstLines: [Int] = []
    private(set) var issues: [Issue] = []
    private(set) var fileHeader: Range<Int>?
    private(set) var batchHeader: Range<Int>?
    private var messagesOfBatch = 0
    private var batches = 0
    private var trailers: [Line: Int] = [:]
    /// Field separators of the envelopes that are open.
    private var fileSeparator: UInt8?
    private var batchSeparator: UInt8?
    /// Where the message at hand begins.
    private var start: Int?
    private var line = 1

    init(limit: Int?) { self.limit = limit }

    mutating func split(_ bytes: [UInt8]) {
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while at < bytes.count {
            let end = bytes[at...].firstIndex(where: Self.endsLine) ?? bytes.count
            // Outside of messages blanks in front of a line say nothing; inside they make it text.
            let first = start == nil ? bytes[at..<end].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? end : at
            if let name = Self.envelopeName(in: bytes, at: first, separator: separator(in: bytes)) {
                finishMessage(bytes, before: at)
                if name == .message, messages.count == limit {
                    exceedsLimit = true
                    return
                }
                take(name, at: first..<end, in: bytes)
            } else if start == nil, first < end {
                reportStray()
            }
            if endsFrame(in: bytes, at: end) { finishMessage(bytes, before: end) }
            if end < bytes.count, countsLine(in: bytes, at: end) { line += 1 }
            at = end + 1
        }
        finishMessage(bytes, before: bytes.count)
        reportMissingTrailer()
        if messages.isEmpty, (fileHeader ?? batchHeader) != nil {
            issues.append(
                Issue(
                    .warning, "hl7-batch-empty", .incomplete, "The batch holds no message.", rule: "HL7 v2 2.10.3",
                    remedy: "Send a batch only when there is something to send."))
        }
    }

    /// The separator that a name has to be followed by: the innermost envelope's, and outside of all, for trailers, the message's.
    private func separator(in bytes: [UInt8]) -> Separator? {
        if let open = batchSeparator ?? fileSeparator { return Separator(byte: open, bindsHeaders: true) }
        return start.map { Separator(byte: bytes[$0 + 3], bindsHeaders: false) }
    }

    struct Separator {
        let byte: UInt8
        /// Whether headers have to agree as well. Messages of a plain sequence may come from several systems, each with its own.
        let bindsHeaders: Bool
    }

    /// The name of a line that begins or ends a message or an envelope; nil for every other line.
    static func envelopeName(in bytes: [UInt8], at position: Int, separator: Separator?) -> Line? {
        guard position + 3 <= bytes.count else { return nil }
        guard
            let line = Line.allCases.first(where: { bytes[position..<(position + 3)].elementsEqual($0.rawValue.utf8) })
        else { return nil }
        let isTrailer = line == .batchTrailer || line == .fileTrailer
        guard position + 3 < bytes.count, !endsLine(bytes[position + 3]) else { return isTrailer ? line : nil }
        let next = bytes[position + 3]
        if let separator, isTrailer || separator.bindsHeaders { return next == separator.byte ? line : nil }
        return isSeparator(next) ? line : nil
    }

    /// A visible character of ASCII that is neither letter nor digit.
    private static func isSeparator(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !(48...57).contains(byte) && !(65...90).contains(byte)
            && !(97...122).contains(byte)
    }

    private mutating func take(_ name: Line, at range: Range<Int>, in bytes: [UInt8]) {
        switch name {
        case .message:
            start = range.lowerBound
            firstLines.append(line)
            messagesOfBatch += 1
        case .fileHeader:
            if fileHeader == nil { fileHeader = range }
            fileSeparator = bytes[range.lowerBound + 3]
            batchSeparator = nil
        case .batchHeader:
            batchSeparator = bytes[range.lowerBound + 3]
            if batchHeader == nil { batchHeader = range }
            messagesOfBatch = 0
            batches += 1
        case .batchTrailer:
            if batches == 0 { batches = 1 }
            check(name, bytes[range], against: messagesOfBatch)
            messagesOfBatch = 0
            batchSeparator = nil
        case .fileTrailer:
            check(name, bytes[range], against: batches)
            batchSeparator = nil
            fileSeparator = nil
        }
    }

    private mutating func finishMessage(_ bytes: [UInt8], before end: Int) {
        if let start { messages.append(Array(bytes[start..<end])) }
        start = nil
    }

    /// Field 1 of a trailer says how many parts there are; an empty one says nothing.
    private mutating func check(_ name: Line, _ bytes: ArraySlice<UInt8>, against count: Int) {
        let sequence = trailers[name, default: 0] + 1
        trailers[name] = sequence
        let digits = bytes.dropFirst(4).prefix { (48...57).contains($0) }
        guard !digits.isEmpty, Int(String(decoding: digits, as: UTF8.self)) != count,
            !issues.contains(where: { $0.code == MessageBatch.countCode })
        else { return }
        let parts = name == .batchTrailer ? "messages" : "batches"
        issues.append(
            Issue(
                .warning, MessageBatch.countCode, .incomplete,
                "\(name.rawValue)-1 names another number of \(parts) than there are (\(count)); something may be missing.",
                at: .hl7(Issue.HL7Place(segment: name.rawValue, sequence: sequence, field: 1)), rule: "HL7 v2 2.10.3",
                remedy: "Compare with what was sent, and send again what is missing."))
    }

    /// What began with BHS or FHS ends with its trailer; without one the rest may have been cut off.
    private mutating func reportMissingTrailer() {
        guard let name = batchSeparator != nil ? Line.batchTrailer : fileSeparator != nil ? .fileTrailer : nil,
            !issues.contains(where: { $0.code == MessageBatch.countCode })
        else { return }
        issues.append(
            Issue(
                .warning, MessageBatch.countCode, .incomplete,
                "The batch ends without \(name.rawValue); something may be missing.", rule: "HL7 v2 2.10.3",
                remedy: "Compare with what was sent, and send again what is missing."))
    }

    private mutating func reportStray() {
        guard !issues.contains(where: { $0.code == Self.strayLine }) else { return }
        issues.append(
            Issue(
                .warning, Self.strayLine, .structure, "Lines of the payload belong to no message.",
                rule: "HL7 v2 2.10.3", remedy: "Send nothing between messages but BHS, BTS, FHS and FTS."))
    }

    /// CR, LF, and the block characters of MLLP, which stand between messages of a recorded stream.
    private static func endsLine(_ byte: UInt8) -> Bool {
        byte == 0x0D || byte == 0x0A || byte == MLLPFraming.startBlock || byte == MLLPFraming.endBlock
    }

    /// CR LF ends one line; block characters end none.
    private func countsLine(in bytes: [UInt8], at position: Int) -> Bool {
        if bytes[position] == 0x0D { return position + 1 == bytes.count || bytes[position + 1] != 0x0A }
        return bytes[position] == 0x0A
    }

    /// An end block counts where a line end or nothing follows it; elsewhere it is a stray byte of a message.
    private func endsFrame(in bytes: [UInt8], at position: Int) -> Bool {
        guard position < bytes.count, bytes[position] == MLLPFraming.endBlock else { return false }
        return position + 1 == bytes.count || bytes[position + 1] == 0x0D || bytes[position + 1] == 0x0A
    }
}
