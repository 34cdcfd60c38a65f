public import RecordTypes

/// The messages that a payload holds: one, or several with or without the envelopes of the batch protocol.
///
/// ```
/// [FHS] { [BHS] { MSH … } [BTS-1 messages] } [FTS-1 batches]
/// ```
///
/// Nothing but the beginnings of lines is looked at, so that a broken message costs its neighbours nothing: each is read, and refused,
/// by itself. MLLP frames around single messages of a file are taken off.
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
    /// Counts of BTS-1 and FTS-1 that do not agree with what is there, and lines that belong to no message.
    public let issues: [Issue]

    /// - Complexity: one pass.
    public init(_ bytes: [UInt8]) {
        var splitter = BatchSplitter()
        splitter.split(bytes)
        messages = splitter.messages
        firstLines = splitter.firstLines
        isEnveloped = splitter.fileHeader != nil || splitter.batchHeader != nil
        fileHeader = splitter.fileHeader.map { Array(bytes[$0]) } ?? []
        batchHeader = splitter.batchHeader.map { Array(bytes[$0]) } ?? []
        issues = splitter.issues
    }

    /// Whether bytes begin as a message or a batch does: behind byte order mark, start block and line ends, MSH, FHS or BHS and a delimiter.
    public static func begins(_ bytes: some Collection<UInt8>) -> Bool {
        var head = Array(bytes.prefix(64))[...]
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { head = head.dropFirst(3) }
        head = head.drop { $0 == MLLPFraming.startBlock || $0 == 0x0D || $0 == 0x0A || $0 == 0x20 }
        guard let name = BatchSplitter.envelopeName(in: Array(head), at: 0) else { return false }
        return name == .message || name == .fileHeader || name == .batchHeader
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

    private(set) var messages: [[UInt8]] = []
    private(set) var firstLines: [Int] = []
    private(set) var issues: [Issue] = []
    private(set) var fileHeader: Range<Int>?
    private(set) var batchHeader: Range<Int>?
    private var messagesOfBatch = 0
    private var batches = 0
    private var trailers: [Line: Int] = [:]
    /// Where the message at hand begins.
    private var start: Int?
    private var line = 1

    mutating func split(_ bytes: [UInt8]) {
        var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        while at < bytes.count {
            let end = bytes[at...].firstIndex(where: Self.endsLine) ?? bytes.count
            if let name = Self.envelopeName(in: bytes, at: at) {
                finishMessage(bytes, before: at)
                take(name, at: at..<end, in: bytes)
            } else if start == nil, !isBlank(bytes[at..<end]) {
                reportStray()
            }
            if endsFrame(in: bytes, at: end) { finishMessage(bytes, before: end) }
            if end < bytes.count, countsLine(in: bytes, at: end) { line += 1 }
            at = end + 1
        }
        finishMessage(bytes, before: bytes.count)
        if messages.isEmpty, (fileHeader ?? batchHeader) != nil {
            issues.append(
                Issue(
                    .warning, "hl7-batch-empty", .incomplete, "The batch holds no message.", rule: "HL7 v2 2.10.3",
                    remedy: "Send a batch only when there is something to send."))
        }
    }

    /// The name of a line that begins or ends a message or an envelope; nil for every other line.
    static func envelopeName(in bytes: [UInt8], at position: Int) -> Line? {
        guard position + 3 <= bytes.count else { return nil }
        guard
            let line = Line.allCases.first(where: { bytes[position..<(position + 3)].elementsEqual($0.rawValue.utf8) })
        else { return nil }
        guard position + 3 < bytes.count else { return line }
        let next = bytes[position + 3]
        let isWord = (48...57).contains(next) || (65...90).contains(next) || (97...122).contains(next) || next == 0x20
        return isWord ? nil : line
    }

    private mutating func take(_ name: Line, at range: Range<Int>, in bytes: [UInt8]) {
        switch name {
        case .message:
            start = range.lowerBound
            firstLines.append(line)
            messagesOfBatch += 1
        case .fileHeader: if fileHeader == nil { fileHeader = range }
        case .batchHeader:
            if batchHeader == nil { batchHeader = range }
            messagesOfBatch = 0
            batches += 1
        case .batchTrailer:
            if batches == 0 { batches = 1 }
            check(name, bytes[range], against: messagesOfBatch)
            messagesOfBatch = 0
        case .fileTrailer: check(name, bytes[range], against: batches)
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
        guard !digits.isEmpty, Int(String(decoding: digits, as: UTF8.self)) != count else { return }
        let parts = name == .batchTrailer ? "messages" : "batches"
        issues.append(
            Issue(
                .warning, "hl7-batch-count", .incomplete,
                "\(name.rawValue)-1 names another number of \(parts) than there are (\(count)); something may be missing.",
                at: .hl7(Issue.HL7Place(segment: name.rawValue, sequence: sequence, field: 1)), rule: "HL7 v2 2.10.3",
                remedy: "Compare with what was sent, and send again what is missing."))
    }

    private mutating func reportStray() {
        guard !issues.contains(where: { $0.code == "hl7-batch-stray-line" }) else { return }
        issues.append(
            Issue(
                .warning, "hl7-batch-stray-line", .structure, "Lines of the payload belong to no message.",
                rule: "HL7 v2 2.10.3", remedy: "Send nothing between messages but BHS, BTS, FHS and FTS."))
    }

    private func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

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
