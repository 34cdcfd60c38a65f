/// Who asks. Each case can only exist once its certificate has been verified.
public enum Reader: Hashable, Sendable {
    case citizen(VerifiedCitizen)
    case institution(VerifiedInstitution, AssertedActor)
    case official(VerifiedOfficial)
}

/// One question to consent: may this reader see this item for this purpose now?
public struct AccessRequest: Hashable, Sendable {
    public let reader: Reader
    /// The asking person's own ledger identity when the reader is a citizen.
    public let readerIdentity: LedgerIdentity?
    public let purpose: PurposeOfUse
    public let now: Instant

    public init(reader: Reader, readerIdentity: LedgerIdentity?, purpose: PurposeOfUse, now: Instant) {
        self.reader = reader
        self.readerIdentity = readerIdentity
        self.purpose = purpose
        self.now = now
    }
}
