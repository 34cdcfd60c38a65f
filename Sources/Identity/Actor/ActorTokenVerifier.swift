import JSONText
public import RecordTypes

/// Who acts for an institution and why, as its signed token says. Asserted by that institution, and proved to be its assertion.
public struct ActorClaims: Hashable, Sendable {
    public let person: PersonIdentifier
    public let name: String?
    public let role: String?
    public let purpose: PurposeOfUse
    public let encounter: String?
    /// Why the glass must be broken.
    public let reason: String?
}

/// Judges the signed tokens in which institutions name who acts: a JWT (RFC 7519) as IHE IUA has it, bound to the connection's
/// certificate (RFC 8705 §3) and good for one request.
///
/// ```json
/// {"alg": "ES256", "typ": "JWT", "kid": "2026-1"}
/// {"iss": "NTREE-90000015", "aud": "https://records.example.ee", "sub": "PNOEE-38001085718",
///  "iat": 1772366400, "exp": 1772366460, "jti": "…", "cnf": {"x5t#S256": "…"},
///  "extensions": {"ihe_iua": {"subject_name": "…", "subject_role": [{"code": "doctor"}],
///                             "purpose_of_use": [{"code": "TREAT"}]},
///                 "ankur": {"encounter": "…", "reason": "…"}}}
/// ```
public final class ActorTokenVerifier: Sendable {
    /// From `iat` to `exp` at most.
    public static let longestLife = Duration.seconds(300)
    /// How far the institution's clock may differ.
    public static let skew = Duration.seconds(30)
    private static let sizeLimit = 8 * 1024
    private static let limits = JSONLimits(size: 8 * 1024, depth: 8, values: 200, numberLength: 20)

    private let keys: [InstitutionID: SigningKeySet]
    private let replays: TokenReplays

    /// - Parameters:
    ///   - keys: what each institution has registered; who has none can send no token.
    ///   - capacity: tokens of one institution remembered until they expire; it alone waits when there are as many.
    public init(keys: [InstitutionID: SigningKeySet], capacity: Int = 100_000) {
        self.keys = keys
        replays = TokenReplays(capacity: capacity)
    }

    /// - Parameters:
    ///   - token: compact serialisation, without `Bearer`.
    ///   - institution: whom this connection's certificate has proved.
    ///   - audience: this gateway's own base URL.
    public func verify(
        _ token: String, from institution: VerifiedInstitution, audience: String, now: Instant
    ) throws(ActorTokenRefusal) -> ActorClaims {
        let claims = try signedClaims(token, of: institution.id)
        guard claims["iss"]?.stringValue == institution.id.semantics else { throw .issuer }
        guard Self.names(claims["aud"], audience) else { throw .audience }
        let end = try Self.end(of: claims, now: now)
        let binding = claims["cnf"]?["x5t#S256"]?.stringValue.flatMap { Base64URL.bytes($0) }
        guard let binding, binding == institution.fingerprint.digest.bytes else { throw .binding }
        guard let identifier = claims["jti"]?.stringValue, (8...128).contains(identifier.utf8.count) else {
            throw .identifier
        }
        let actor = try Self.actor(claims)
        // Last: a token that is refused for anything else is not used up.
        guard replays.isFirst(identifier, of: institution.id, until: end, now: now) else { throw .replayed }
        return actor
    }

    private func signedClaims(_ token: String, of institution: InstitutionID) throws(ActorTokenRefusal) -> JSONValue {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= Self.sizeLimit, parts.count == 3, let header = Self.json(parts[0]),
            let claims = Self.json(parts[1]), let signature = Base64URL.bytes(parts[2])
        else { throw .malformed }
        // Keys come from the register and never along with a token.
        for name in ["jwk", "jku", "x5u", "x5c", "crit"] where header[name] != nil { throw .algorithm }
        guard let algorithm = header["alg"]?.stringValue, algorithm == "ES256" || algorithm == "ES384" else {
            throw .algorithm
        }
        guard header["kid"] == nil || header["kid"]?.stringValue != nil else { throw .malformed }
        guard let key = keys[institution]?.key(header["kid"]?.stringValue) else { throw .unknownKey }
        guard key.algorithm == algorithm else { throw .algorithm }
        guard key.isSignature(signature, over: Array("\(parts[0]).\(parts[1])".utf8)) else { throw .signature }
        return claims
    }

    private static func json(_ part: Substring) -> JSONValue? {
        guard let bytes = Base64URL.bytes(part), let value = try? JSONValue(parsing: bytes, limits: limits),
            value.objectValue != nil
        else { return nil }
        return value
    }

    private static func names(_ audience: JSONValue?, _ own: String) -> Bool {
        if let one = audience?.stringValue { return one == own }
        return audience?.arrayValue?.contains { $0.stringValue == own } ?? false
    }

    private static func end(of claims: JSONValue, now: Instant) throws(ActorTokenRefusal) -> Instant {
        guard let issued = seconds(claims["iat"]), let end = seconds(claims["exp"]), issued < end,
            issued.advanced(by: longestLife) >= end
        else { throw .lifetime }
        guard issued <= now.advanced(by: skew) else { throw .notYetValid }
        if claims["nbf"] != nil {
            guard let begin = seconds(claims["nbf"]), begin <= now.advanced(by: skew) else { throw .notYetValid }
        }
        guard now < end else { throw .expired }
        return end
    }

    /// NumericDate of whole seconds, within the years that a clock can show.
    private static func seconds(_ value: JSONValue?) -> Instant? {
        guard let seconds = value?.integerValue, (0..<253_402_300_800).contains(seconds) else { return nil }
        return Instant(seconds: seconds)
    }

    private static func actor(_ claims: JSONValue) throws(ActorTokenRefusal) -> ActorClaims {
        let iua = claims["extensions"]?["ihe_iua"]
        let own = claims["extensions"]?["ankur"]
        guard let person = claims["sub"]?.stringValue.flatMap({ PersonIdentifier(semantics: $0) }),
            let purposes = iua?["purpose_of_use"]?.arrayValue, purposes.count == 1,
            let purpose = purposes[0]["code"]?.stringValue.flatMap({ PurposeOfUse(rawValue: $0) })
        else { throw .claims }
        return ActorClaims(
            person: person, name: try text(iua?["subject_name"]),
            role: try text(iua?["subject_role"]?.arrayValue?.first?["code"]), purpose: purpose,
            encounter: try text(own?["encounter"]), reason: try text(own?["reason"]))
    }

    /// One line of at most 200 bytes; nil when absent.
    private static func text(_ value: JSONValue?) throws(ActorTokenRefusal) -> String? {
        guard let value else { return nil }
        guard let text = value.stringValue, (1...200).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw .claims }
        return text
    }
}
