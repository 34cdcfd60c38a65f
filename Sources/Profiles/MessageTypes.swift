public import RecordTypes

/// An HL7 v2 message that the profiles know how to file.
public struct MessageType: Hashable, Sendable {
    /// What a message is about; code converts kinds, the profiles say which event is which kind.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case results, admission, demographics, document, vaccination, order, appointment, prescription, dispense
        /// Two numbers of one person become one: MRG says which ends.
        case merge
        /// Accounts and charges, as far as they are clinical.
        case account
        case referral
        case problems
    }

    public let kind: Kind
    public let title: String
    /// The type of the resulting document.
    public let type: CodedWord

    public init(kind: Kind, title: String, type: CodedWord) {
        self.kind = kind
        self.title = title
        self.type = type
    }
}

/// Whether a message can be filed at all.
public enum MessageSupport: Hashable, Sendable {
    case supported(MessageType)
    /// The message code is known, this event of it is not.
    case unsupportedEvent
    case unsupportedType
}

/// `message-types.tsv`: message code and trigger event (MSH-9) → what it is.
struct MessageTypes {
    static let columns = ["message", "event", "kind", "title", "type-system", "type-code", "type-display"]

    private var events: [String: [String: MessageType]] = [:]

    mutating func add(_ row: ProfileRow) throws(ProfileFault) {
        let type = MessageType(
            kind: try row.word("kind", as: MessageType.Kind.self), title: try row.required("title"),
            type: CodedWord(
                system: try row.required("type-system"), code: try row.required("type-code"),
                display: row.optional("type-display")))
        let message = try row.required("message")
        for event in row.list("event") {
            if let known = events[message, default: [:]].updateValue(type, forKey: event), known != type {
                throw row.fault(.conflict, "\(message)^\(event) is also \(known.title)")
            }
        }
        if row.list("event").isEmpty { throw row.fault(.missingCell, "column event is empty") }
    }

    func support(message: String, event: String) -> MessageSupport {
        guard let known = events[message] else { return .unsupportedType }
        return known[event].map(MessageSupport.supported) ?? .unsupportedEvent
    }
}
