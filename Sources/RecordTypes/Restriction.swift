/// What a citizen decided about who may read: one rule. The latest rule about the same target and audience counts.
public struct Restriction: Hashable, Sendable {
    /// What it is about.
    public enum Target: Hashable, Sendable {
        case wholeRecord
        case record(RecordID)
    }

    /// Towards whom.
    public enum Audience: Hashable, Sendable {
        case everyone
        case institution(InstitutionID)
        case professional(PersonIdentifier)
    }

    public enum Effect: String, Hashable, Sendable {
        case deny
        case permit
    }

    public let target: Target
    public let audience: Audience
    public let effect: Effect
    /// When the citizen decided.
    public let decided: Instant
    /// When it stops to hold; nil = until changed.
    public let until: Instant?

    public init(target: Target, audience: Audience, effect: Effect, decided: Instant, until: Instant?) {
        self.target = target
        self.audience = audience
        self.effect = effect
        self.decided = decided
        self.until = until
    }
}
