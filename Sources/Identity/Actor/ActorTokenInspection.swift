public import RecordTypes

/// One thing that a token is checked for, in this order.
public enum ActorTokenCheck: String, Hashable, Sendable, CaseIterable {
    /// Three parts of base64url with JSON in them (RFC 7515 §7.1).
    case form
    /// ES256 or ES384 (RFC 7518 §3.4), by the registered key's own curve; no key sent along.
    case algorithm
    /// The institution has registered a key of this `kid` (RFC 7517).
    case key
    case signature
    /// `iss` (RFC 7519 §4.1.1).
    case issuer
    /// `aud` (§4.1.3).
    case audience
    /// `iat`, `nbf`, `exp` (§4.1.4 to §4.1.6).
    case time
    /// `cnf` with `x5t#S256` (RFC 8705 §3.1).
    case binding
    /// `jti` (RFC 7519 §4.1.7).
    case identifier
    /// `sub` and the extensions of IHE IUA.
    case claims
    /// Used once.
    case replay
}

/// What is known of a token after its checks.
struct ActorTokenChecks {
    private(set) var refusals: [ActorTokenCheck: ActorTokenRefusal] = [:]
    private(set) var made: Set<ActorTokenCheck> = []
    var claims: ActorClaims?
    var use: TokenUse?
    var issued: Instant?

    mutating func note(_ check: ActorTokenCheck, _ refusal: ActorTokenRefusal?) {
        made.insert(check)
        if let refusal { refusals[check] = refusal }
    }

    /// The first in the order of ``ActorTokenCheck``.
    var refusal: ActorTokenRefusal? { ActorTokenCheck.allCases.lazy.compactMap { refusals[$0] }.first }
}

/// Every check's word on one token. What could not be reached is NA.
public struct ActorTokenInspection: Sendable {
    public struct Finding: Hashable, Sendable {
        public let check: ActorTokenCheck
        public let word: PathInspection.Word
        public let refusal: ActorTokenRefusal?
    }

    public let findings: [Finding]
    /// Who acts, as the token says, when its signature and form allow to say it.
    public let claims: ActorClaims?
    /// `iat`, as far as it can be read: what the institution's clock showed.
    public let issued: Instant?

    /// Nil for a token that would be taken.
    public var refusal: ActorTokenRefusal? { findings.lazy.compactMap(\.refusal).first }

    init(_ checks: ActorTokenChecks) {
        findings = ActorTokenCheck.allCases.map { check in
            let refusal = checks.refusals[check]
            let word: PathInspection.Word = refusal != nil ? .fail : checks.made.contains(check) ? .ok : .na
            return Finding(check: check, word: word, refusal: refusal)
        }
        claims = checks.claims
        issued = checks.issued
    }
}
