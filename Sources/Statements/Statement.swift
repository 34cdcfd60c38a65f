public import RecordTypes

/// What a ledger entry commits to: the truth from which registry, consents and access log are projected.
///
/// Its bytes are canonical JSON (RFC 8785) with the members `v` (1) and `kind`; they stay sealed in the gateway, and whoever
/// holds them can show that the entry's commitment covers them. The subject's ledger identity is not in them: it stands in the
/// entry's envelope, which is shown to nobody, so that a record's statement can go to the submitter with the receipt. Orders that hide looks,
/// and hidden looks, are entered about nobody; whose they will be stands in them, and they go to no one.
public enum Statement: Hashable, Sendable {
    /// A record was filed. The patient is named as the document names them.
    case record(RecordDescription, patient: PersonIdentifier)
    /// Somebody looked, or tried to.
    case access(AccessEvent)
    /// A citizen decided.
    case consent(Restriction, subject: LedgerIdentity)
    /// A certificate or a change of number tied a person to their ledger identity.
    case identityBinding(IdentityBinding, subject: LedgerIdentity)
    /// Somebody acts for a person, or no longer does.
    case mandate(Mandate, subject: LedgerIdentity)
    /// Of what a person wants to be told.
    case preferences(NotificationPreferences, subject: LedgerIdentity)
    /// A person asks an institution.
    case inquiry(Inquiry, subject: LedgerIdentity)
    /// The institution answers.
    case inquiryAnswer(InquiryAnswer, subject: LedgerIdentity)
    /// What the ministry did in a case; whom the look concerned, where that is known.
    case oversight(CaseStep, subject: LedgerIdentity?)
    /// What officials did about hiding looks from a person; about the person only when something is disclosed to them.
    case hiding(HidingStep, subject: LedgerIdentity?)
    /// The gateway itself changed: what happened, in a word, and the detail. Nothing personal.
    case administration(String, detail: String)

    /// The version written; the only one read.
    public static let version: Int64 = 1

    /// Which ledger entry carries it.
    public var entryKind: EntryKind {
        switch self {
        case .record: .record
        case .access: .access
        // What a person decides is one kind, whatever it is about.
        case .consent, .mandate, .preferences: .consent
        case .inquiry, .inquiryAnswer, .oversight: .correction
        case .identityBinding: .identityBinding
        case .hiding, .administration: .administration
        }
    }
}
