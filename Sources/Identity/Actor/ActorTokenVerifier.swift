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

    private let keys: @Sendable (InstitutionID) -> SigningKeySet?
    private let replays: TokenReplays

    /// - Parameters:
    ///   - keys: what an institution has registered by now; who has none can send no token.
    ///   - journal: where each use is written down before its request goes on, so that it stays used when the gateway is started anew;
    ///     nil remembers uses in memory alone.
    ///   - capacity: tokens of one institution remembered until they expire; it alone waits when there are as many.
    public init(
        keys: @escaping @Sendable (InstitutionID) -> SigningKeySet?, journal: (any TokenJournal)? = nil,
        capacity: Int = 100_000
    ) {
        self.keys = keys
        replays = TokenReplays(capacity: capacity, journal: journal)
    }

    /// - Parameters:
    ///   - token: compact serialisation, without `Bearer`.
    ///   - institution: whom this connection's certificate has proved.
    ///   - audience: this gateway's own base URL.
    public func verify(
        _ token: String, from institution: VerifiedInstitution, audience: String, now: Instant
    ) throws(ActorTokenRefusal) -> ActorClaims {
        let checks = checks(token, from: institution, audience: audience, now: now)
        if let refusal = checks.refusal { throw refusal }
        guard let actor = checks.claims, let use = checks.use else { throw .malformed }
        // Last: a token that is refused for anything else is not used up.
        try replays.use(use, now: now)
        return actor
    }

    /// Every check's word on a token, for an integrator who wants to know why. Uses nothing up.
    public func inspect(
        _ token: String, from institution: VerifiedInstitution, audience: String, now: Instant
    ) -> ActorTokenInspection {
        var checks = checks(token, from: institution, audience: audience, now: now)
        if let use = checks.use { checks.note(.replay, replays.isUsed(use, now: now) ? .replayed : nil) }
        return ActorTokenInspection(checks)
    }

    /// All checks but whether the token was used before, each by itself as far as it can be made.
    private func checks(
        _ token: String, from institution: VerifiedInstitution, audience: String, now: Instant
    ) -> ActorTokenChecks {
        var checks = ActorTokenChecks()
        guard let parts = TokenParts(token) else {
            checks.note(.form, .malformed)
            return checks
        }
        checks.note(.form, nil)
        checks.issued = Self.seconds(parts.claims["iat"])
        let problem = Self.problem(ofHeader: parts.header)
        checks.note(.algorithm, problem)
        guard problem == nil else { return checks }
        guard let key = keys(institution.id)?.key(parts.header["kid"]?.stringValue) else {
            checks.note(.key, .unknownKey)
            return checks
        }
        checks.note(.key, nil)
        guard key.algorithm == parts.header["alg"]?.stringValue else {
            checks.note(.algorithm, .algorithm)
            return checks
        }
        guard key.isSignature(parts.signature, over: parts.signed) else {
            checks.note(.signature, .signature)
            return checks
        }
        checks.note(.signature, nil)
        let claims = parts.claims
        checks.note(.issuer, claims["iss"]?.stringValue == institution.id.semantics ? nil : .issuer)
        checks.note(.audience, Self.names(claims["aud"], audience) ? nil : .audience)
        var end: Instant?
        do throws(ActorTokenRefusal) {
            end = try Self.end(of: claims, now: now)
            checks.note(.time, nil)
        } catch {
            checks.note(.time, error)
        }
        let binding = claims["cnf"]?["x5t#S256"]?.stringValue.flatMap { Base64URL.bytes($0) }
        checks.note(.binding, binding == institution.fingerprint.digest.bytes ? nil : .binding)
        let identifier = claims["jti"]?.stringValue.flatMap { (8...128).contains($0.utf8.count) ? $0 : nil }
        checks.note(.identifier, identifier == nil ? .identifier : nil)
        do throws(ActorTokenRefusal) {
            checks.claims = try Self.actor(claims)
            checks.note(.claims, nil)
        } catch {
            checks.note(.claims, error)
        }
        if let identifier, let end, let issued = checks.issued {
            checks.use = TokenUse(issuer: institution.id, identifier: identifier, issued: issued, end: end)
        }
        return checks
    }

    /// Keys come from the register and never along with a token.
    private static func problem(ofHeader header: JSONValue) -> ActorTokenRefusal? {
        for name in ["jwk", "jku", "x5u", "x5c", "crit"] where header[name] != nil { return .algorithm }
        guard let algorithm = header["alg"]?.stringValue, algorithm == "ES256" || algorithm == "ES384" else {
            return .algorithm
        }
        return header["kid"] == nil || header["kid"]?.stringValue != nil ? nil : .malformed
    }

    /// The three parts of a compact serialisation (RFC 7515 §7.1), read and not believed.
    private struct TokenParts {
        let header: JSONValue
        let claims: JSONValue
        let signature: [UInt8]
        let signed: [UInt8]

        init?(_ token: String) {
            let parts = token.split(separator: ".", omittingEmptySubsequences: false)
            guard token.utf8.count <= sizeLimit, parts.count == 3, let header = json(parts[0]),
                let claims = json(parts[1]), let signature = Base64URL.bytes(parts[2])
            else { return nil }
            self.header = header
            self.claims = claims
            self.signature = signature
            signed = Array("\(parts[0]).\(parts[1])".utf8)
        }
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

    /// One line of at most 200 bytes, without marks that turn the direction of writing: it is shown to the person; nil when absent.
    private static func text(_ value: JSONValue?) throws(ActorTokenRefusal) -> String? {
        guard let value else { return nil }
        guard let text = value.stringValue, (1...200).contains(text.utf8.count),
            text.unicodeScalars.allSatisfy({
                $0.properties.generalCategory != .control && !$0.properties.isBidiControl
            })
        else { throw .claims }
        return text
    }
}
