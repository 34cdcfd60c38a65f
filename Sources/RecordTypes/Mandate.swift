/// That somebody acts for another person: what they may do, and for how long. The latest one of the same two people and basis counts.
public struct Mandate: Hashable, Sendable {
    /// Why they may.
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        /// The person appointed them.
        case appointed
        /// They have the care of a child, or of somebody whom a court put under guardianship.
        case guardian
    }

    /// What they may do.
    public enum Scope: String, Hashable, Sendable, CaseIterable {
        /// Read the records.
        case records
        /// See who has looked, and ask about it.
        case log
        /// Decide who may look.
        case decisions
    }

    public let representative: PersonIdentifier
    /// As whoever appointed them wrote it, for people to read.
    public let representativeName: String?
    public let principal: PersonIdentifier
    public let principalName: String
    public let basis: Basis
    /// Empty: it was ended.
    public let scope: Set<Scope>
    public let decided: Instant
    /// When it stops to hold; nil = until changed.
    public let until: Instant?
    /// The case under which an official entered it; nil where the person did it.
    public let caseNumber: String?

    public init(
        representative: PersonIdentifier, representativeName: String?, principal: PersonIdentifier,
        principalName: String, basis: Basis, scope: Set<Scope>, decided: Instant, until: Instant?,
        caseNumber: String? = nil
    ) {
        self.representative = representative
        self.representativeName = representativeName
        self.principal = principal
        self.principalName = principalName
        self.basis = basis
        self.scope = scope
        self.decided = decided
        self.until = until
        self.caseNumber = caseNumber
    }

    /// Whether it holds: neither ended nor over, and the child not too old for its guardian.
    public func isInForce(at now: Instant, _ ages: AgeLimits) -> Bool {
        guard !scope.isEmpty, until.map({ now < $0 }) ?? true else { return false }
        return basis == .appointed || ages.allowsGuardian(of: principal, at: now)
    }
}

/// Somebody who acts for another person, by a mandate that is on the ledger. Only `Gateway` makes one, anew for each request.
public struct Representative: Hashable, Sendable {
    /// Who acts: proved by certificate.
    public let citizen: VerifiedCitizen
    public let mandate: Mandate

    @_spi(Vouching)
    public init(citizen: VerifiedCitizen, mandate: Mandate) {
        self.citizen = citizen
        self.mandate = mandate
    }
}

/// Who looks after a person's record: the person, or somebody who acts for them.
public enum Keeper: Hashable, Sendable {
    case person(VerifiedCitizen)
    case representative(Representative)

    /// Whose record it is.
    public var person: PersonIdentifier {
        switch self {
        case .person(let citizen): citizen.person
        case .representative(let representative): representative.mandate.principal
        }
    }

    /// Who acts.
    public var citizen: VerifiedCitizen {
        switch self {
        case .person(let citizen): citizen
        case .representative(let representative): representative.citizen
        }
    }

    public var reader: Reader {
        switch self {
        case .person(let citizen): .citizen(citizen)
        case .representative(let representative): .representative(representative)
        }
    }

    /// Whether they may do this: a person may do everything with what is their own.
    public func may(_ act: Mandate.Scope) -> Bool {
        switch self {
        case .person: true
        case .representative(let representative): representative.mandate.scope.contains(act)
        }
    }
}
