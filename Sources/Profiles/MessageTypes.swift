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

extension MessageType {
    /// Nil when the kind is none that this program knows.
    init?(texts: [String?]) {
        guard let kind = Kind(rawValue: texts.text(0)) else { return nil }
        self.init(
            kind: kind, title: texts.text(1),
            type: CodedWord(system: texts.text(2), code: texts.text(3), display: texts.optional(4)))
    }
}

/// `message-types.tsv`: message code and trigger event (MSH-9) → what it is.
enum MessageTypes {
    static let columns = ["message", "event", "kind", "title", "type-system", "type-code", "type-display"]

    static func add(_ row: ProfileRow, to image: inout ProfileImageWriter) throws(ProfileFault) {
        let kind = try row.word("kind", as: MessageType.Kind.self)
        let number = image.record(
            .messageType,
            [
                kind.rawValue, try row.required("title"), try row.required("type-system"),
                try row.required("type-code"), row.optional("type-display"),
            ])
        let message = try row.required("message")
        if row.list("event").isEmpty { throw row.fault(.missingCell, "column event is empty") }
        for event in row.list("event") { try image.set(.messageEvent, [message, event], number, row) }
        image.append(.message, [message], 0, row)
    }
}
