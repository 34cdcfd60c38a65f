/// One attempt to read, as the access log keeps it: one event per person concerned and request.
///
/// Written durably before anything is released. Refused, unknown and empty attempts are events of the same shape.
public struct AccessEvent: Hashable, Sendable {
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// One record opened as normalised FHIR.
        case readRecord = "read-record"
        /// The bytes as they were submitted.
        case readSource = "read-source"
        /// What the registry says of one record, without its content.
        case readEntry = "read-entry"
        /// A list of records.
        case searchRecords = "search-records"
        /// The access log itself was read.
        /// The contents of records, looked through for what a search asks.
        case searchContents = "search-contents"
        case readAccessLog = "read-access-log"
        case readRestrictions = "read-restrictions"
        /// Everything taken away in one file: records, originals, proofs.
        case exportRecords = "export-records"
    }

    public enum Outcome: String, Hashable, Sendable, CaseIterable {
        case released
        case refused
        case notFound = "not-found"
        case empty
    }

    /// Who looked, flattened so that it can be shown long after the certificate is gone.
    public struct Actor: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable, CaseIterable {
            case citizen
            case institution
            case official
            /// The command line on the gateway's own machine.
            case operatorConsole = "operator-console"
        }

        public let kind: Kind
        /// The institution whose certificate was used; nil for citizens and officials.
        public let institution: InstitutionID?
        public let institutionName: String?
        /// The acting person: proved for citizens and officials, asserted for institutions.
        public let person: PersonIdentifier?
        public let personName: String?
        public let role: String?
        /// How the person is known; nil when proved by certificate.
        public let assertion: AssertedActor.Assertion?
        /// On whose behalf an X-Road member acted.
        public let representedParty: String?

        public init(
            kind: Kind, institution: InstitutionID?, institutionName: String?, person: PersonIdentifier?,
            personName: String?,
            role: String?, assertion: AssertedActor.Assertion?, representedParty: String? = nil
        ) {
            self.kind = kind
            self.institution = institution
            self.institutionName = institutionName
            self.person = person
            self.personName = personName
            self.role = role
            self.assertion = assertion
            self.representedParty = representedParty
        }
    }

    public let time: Instant
    public let action: Action
    public let outcome: Outcome
    public let actor: Actor
    public let purpose: PurposeOfUse
    public let encounter: String?
    /// Why the glass was broken, as the professional says it; nil for every other purpose.
    public let reason: String?
    /// Case number or other basis an official gave.
    public let basis: String?
    /// Whose records; nil when nobody is concerned (unknown id).
    public let subject: LedgerIdentity?
    /// Records returned, or the one asked for.
    public let records: [RecordID]
    /// The `X-Request-Id` of the answer.
    public let requestID: String
    /// By which order the look was hidden; nil for all others.
    public let withheld: Withholding?

    public init(
        time: Instant, action: Action, outcome: Outcome, actor: Actor, purpose: PurposeOfUse, encounter: String?,
        basis: String?,
        subject: LedgerIdentity?, records: [RecordID], requestID: String, reason: String? = nil,
        withheld: Withholding? = nil
    ) {
        self.withheld = withheld
        self.time = time
        self.action = action
        self.outcome = outcome
        self.actor = actor
        self.purpose = purpose
        self.encounter = encounter
        self.reason = reason
        self.basis = basis
        self.subject = subject
        self.records = records
        self.requestID = requestID
    }
}
