/// Of what a person wants to be told, and where. The latest word counts.
public struct NotificationPreferences: Hashable, Sendable {
    /// What can be told. A message says which of these it was and nothing else: no institution, no document, no link that signs in.
    public enum Event: String, Hashable, Sendable, CaseIterable {
        /// Somebody broke the glass.
        case emergency
        /// An institution looked for the first time.
        case firstLook = "first-look"
        /// A look was refused.
        case refused
        /// A document was filed.
        case newDocument = "new-document"
        /// Somebody acted for the person.
        case representative
        /// An institution answered an inquiry.
        case answer
    }

    /// Where e-mail goes; nil = none.
    public let email: String?
    /// In whose name the state's own mailbox is told (by webhook); nil = it is not.
    public let mailbox: PersonIdentifier?
    public let events: Set<Event>
    /// Of the message: `et`, `en`, `ru`.
    public let language: String
    public let decided: Instant

    public init(email: String?, mailbox: PersonIdentifier?, events: Set<Event>, language: String, decided: Instant) {
        self.email = email
        self.mailbox = mailbox
        self.events = events
        self.language = language
        self.decided = decided
    }
}

/// One address for electronic mail, as far as we hand it on: `local@domain`, ASCII, no quoting, no white space, no control character,
/// at most 254 bytes (RFC 5321 §4.5.3.1.3).
public enum MailAddress {
    public static func isWellFormed(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), text.utf8.count <= 254 else { return false }
        let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts[0].allSatisfy(isLocal) && parts[0].first != UInt8(ascii: ".") && parts[0].last != UInt8(ascii: ".")
            && labels.count >= 2
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    private static func isLocal(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || Array("!#$%&'*+-/=?^_`{|}~.".utf8).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122: true
        default: false
        }
    }
}
