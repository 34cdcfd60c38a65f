public import RecordTypes

/// HL7 table 0357: what ERR-3 says. It decides whether a message is worth sending again.
public enum ErrorCondition: Int, Hashable, Sendable, CaseIterable {
    case accepted = 0
    case segmentSequence = 100
    case requiredFieldMissing = 101
    case dataType = 102
    case tableValueNotFound = 103
    case valueTooLong = 104
    case nonConformant = 198
    case otherError = 199
    case unsupportedMessageType = 200
    case unsupportedEvent = 201
    case unsupportedProcessingID = 202
    case unsupportedVersion = 203
    case unknownKey = 204
    case duplicateKey = 205
    /// We cannot now: send it again.
    case recordLocked = 206
    /// We cannot now: send it again.
    case applicationError = 207

    /// The text that the table gives.
    public var text: String {
        switch self {
        case .accepted: "Message accepted"
        case .segmentSequence: "Segment sequence error"
        case .requiredFieldMissing: "Required field missing"
        case .dataType: "Data type error"
        case .tableValueNotFound: "Table value not found"
        case .valueTooLong: "Value too long"
        case .nonConformant: "Non-conformant cardinality"
        case .otherError: "Other HL7 error"
        case .unsupportedMessageType: "Unsupported message type"
        case .unsupportedEvent: "Unsupported event code"
        case .unsupportedProcessingID: "Unsupported processing id"
        case .unsupportedVersion: "Unsupported version id"
        case .unknownKey: "Unknown key identifier"
        case .duplicateKey: "Duplicate key identifier"
        case .recordLocked: "Application record locked"
        case .applicationError: "Application internal error"
        }
    }

    /// The condition of a finding: by its code where the table has a number of its own for it, else by its kind.
    public init(_ issue: Issue) {
        switch issue.code {
        case "hl7-unsupported-message-type": self = .unsupportedMessageType
        case "hl7-unsupported-event": self = .unsupportedEvent
        case "hl7-processing-id": self = .unsupportedProcessingID
        case "hl7-unsupported-version": self = .unsupportedVersion
        case "hl7-batch-not-supported": self = .segmentSequence
        default:
            switch issue.kind {
            case .required: self = .requiredFieldMissing
            case .structure: self = .segmentSequence
            case .value: self = .dataType
            case .codeInvalid: self = .tableValueNotFound
            case .tooLong: self = .valueTooLong
            case .notFound, .unknown: self = .unknownKey
            case .duplicate: self = .duplicateKey
            case .multipleMatches, .invariant: self = .nonConformant
            case .throttled: self = .applicationError
            default: self = .otherError
            }
        }
    }

    /// Whether the receiver rejects (AR, CR) instead of finding an error in the content (AE, CE).
    public var rejects: Bool { (200...203).contains(rawValue) || rawValue == 206 || rawValue == 207 }
}
