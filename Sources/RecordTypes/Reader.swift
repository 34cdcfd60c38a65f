/// Who asks. Each case can only exist once its certificate has been verified.
public enum Reader: Hashable, Sendable {
    case citizen(VerifiedCitizen)
    /// Somebody who acts for another person.
    case representative(Representative)
    case institution(VerifiedInstitution, AssertedActor)
    case official(VerifiedOfficial)
}

/// One question to consent: may this reader see this item for this purpose now?
public struct AccessRequest: Hashable, Sendable {
    public let reader: Reader
    /// The ledger identity of the citizen who asks, or for whom is asked.
    public let readerIdentity: LedgerIdentity?
    public let purpose: PurposeOfUse
    public let now: Instant
    /// At which ages guardians stop and children begin.
    public let ages: AgeLimits

    public init(
        reader: Reader, readerIdentity: LedgerIdentity?, purpose: PurposeOfUse, now: Instant,
        ages: AgeLimits = .none
    ) {
        self.reader = reader
        self.readerIdentity = readerIdentity
        self.purpose = purpose
        self.now = now
        self.ages = ages
    }
}
