public import RecordTypes

/// Why bytes are no message that can be read.
public struct HL7Error: Error, Sendable {
    /// The raw values are the codes of the issues.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        case empty = "hl7-empty"
        /// The bytes do not begin with `MSH`.
        case noHeader = "hl7-no-header"
        case delimiters = "hl7-delimiters"
        /// FHS, BHS or a second MSH.
        case batch = "hl7-batch-not-supported"
        case segmentName = "hl7-segment-name"
        case controlCharacter = "hl7-control-character"
        case characterSet = "hl7-character-set"
        /// Bytes that have no meaning in the message's character set.
        case encoding = "hl7-encoding"
        case tooLarge = "hl7-too-large"
        /// A start block without its end block.
        case unfinishedFrame = "hl7-unfinished-frame"
    }

    public let code: Code
    /// The last segment that was understood; nil before the first.
    public let place: Issue.HL7Place?
    let file: String
    let line: Int

    init(_ code: Code, at place: Issue.HL7Place? = nil, file: String = #fileID, line: Int = #line) {
        self.code = code
        self.place = place
        self.file = file
        self.line = line
    }

    /// The finding that answers the sender.
    public var issue: Issue {
        let (kind, message, rule, remedy) = words
        return Issue(
            .fatal, code.rawValue, kind, message, at: place.map(Issue.Place.hl7) ?? .none, rule: rule, remedy: remedy)
    }

    private var words: (kind: Issue.Kind, message: String, rule: String, remedy: String) {
        switch code {
        case .empty:
            (.structure, "There is no message.", "HL7 v2 2.5", "Send one message that begins with MSH.")
        case .noHeader:
            (.structure, "The message does not begin with MSH.", "HL7 v2 2.14.9", "Send MSH as the first segment.")
        case .delimiters:
            (
                .structure, "MSH-1 and MSH-2 do not name five different delimiters.", "HL7 v2 2.5.4",
                "Send the delimiters as |^~\\&, or others that are different printable ASCII characters."
            )
        case .batch:
            (
                .notSupported, "Several messages were sent as one.", "HL7 v2 2.10.3",
                "Send each message by itself, or the batch over MLLP, where each message gets its own answer."
            )
        case .segmentName:
            (
                .structure, "After this segment stands a line that does not begin with a segment's name.",
                "HL7 v2 2.5.2",
                "End segments with CR only, and write line breaks inside a field as \\.br\\."
            )
        case .controlCharacter:
            (.value, "The message holds a NUL byte.", "HL7 v2 2.7", "Send text in the character set of MSH-18.")
        case .characterSet:
            (
                .notSupported, "The character set of MSH-18 is not supported.", "HL7 table 0211",
                "Send UNICODE UTF-8, ASCII or 8859/1 to 8859/16."
            )
        case .encoding:
            (
                .value, "The message holds bytes that its character set does not have.", "HL7 v2 2.14.9.18",
                "Name the character set in MSH-18 that the text is written in."
            )
        case .tooLarge:
            (
                .tooLong, "The message is too large.", "Limits of this gateway",
                "Send fewer or shorter parts in a message."
            )
        case .unfinishedFrame:
            (.structure, "The MLLP frame has no end block.", "HL7 v2 MLLP 1", "End the frame with FS CR.")
        }
    }
}

extension HL7Error: CustomStringConvertible {
    public var description: String { "\(code.rawValue) after \(place?.text ?? "nothing") at \(file):\(line)" }
}
