/// What a citizen decided about who may read: one rule. The latest rule about the same target, audience and purpose counts.
public struct Restriction: Hashable, Sendable {
    /// What it is about.
    public enum Target: Hashable, Sendable {
        case wholeRecord
        case record(RecordID)
        /// Documents of one type, by its FHIR system and code.
        case category(system: String, code: String)
        /// Documents about this time; those without a time of their own by when they were received.
        case period(DateSpan)
        /// What one institution filed.
        case author(InstitutionID)
    }

    /// Towards whom.
    public enum Audience: Hashable, Sendable {
        case everyone
        case institution(InstitutionID)
        case professional(PersonIdentifier)
        /// Whoever acts in this role, at any institution: `pharmacist`. As asserted, compared without case.
        case role(String)
    }

    public enum Effect: String, Hashable, Sendable {
        case deny
        case permit
    }

    public let target: Target
    public let audience: Audience
    /// For which purpose of use alone; nil = for each.
    public let purpose: PurposeOfUse?
    public let effect: Effect
    /// When the citizen decided.
    public let decided: Instant
    /// When it stops to hold; nil = until changed.
    public let until: Instant?
    /// Whether, while it holds, it takes the place of everything decided earlier about part of the same question: "close everything" with
    /// this word leaves no earlier exception open.
    public let replacesNarrower: Bool
    /// Who decided for the person; nil = the person.
    public let decidedBy: PersonIdentifier?
    /// The certificate of the session in which it was decided: what binds the anchored decision to a card. Nil in decisions that are older
    /// than this word.
    public let certificate: CertificateFingerprint?

    public init(
        target: Target, audience: Audience, purpose: PurposeOfUse? = nil, effect: Effect, decided: Instant,
        until: Instant?, replacesNarrower: Bool = false, decidedBy: PersonIdentifier? = nil,
        certificate: CertificateFingerprint? = nil
    ) {
        self.target = target
        self.audience = audience
        self.purpose = purpose
        self.effect = effect
        self.decided = decided
        self.until = until
        self.replacesNarrower = replacesNarrower
        self.decidedBy = decidedBy
        self.certificate = certificate
    }

    /// Whether the two are about the same question, so that the later one takes the place of the earlier.
    public func answersSameQuestion(as other: Restriction) -> Bool {
        target == other.target && audience == other.audience && purpose == other.purpose
    }
}
