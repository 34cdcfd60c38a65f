import JSONText
public import RecordTypes

/// Who acts for an institution and why, to be signed and sent with one request: `Authorization: Bearer …`.
public struct ActorToken: Sendable {
    /// `iss`: the identifier in the institution's certificate, `NTREE-90000015`.
    public var institution: String
    /// `aud`: the gateway's base URL at the door for providers.
    public var audience: String
    /// `cnf.x5t#S256`: the certificate of the connection (RFC 8705 §3.1).
    public var certificate: CertificateFingerprint
    /// `sub`.
    public var person: PersonIdentifier
    public var name: String?
    public var role: String?
    public var purpose: PurposeOfUse
    /// Encounter, booking or order that the look belongs to.
    public var encounter: String?
    /// Why the glass must be broken.
    public var reason: String?

    public init(
        institution: String, audience: String, certificate: CertificateFingerprint, person: PersonIdentifier,
        purpose: PurposeOfUse
    ) {
        self.institution = institution
        self.audience = audience
        self.certificate = certificate
        self.person = person
        self.purpose = purpose
    }

    /// The compact serialisation (RFC 7515 §7.1).
    ///
    /// - Parameters:
    ///   - lifetime: 300 seconds at most; a token is good for one request, so a minute is plenty.
    ///   - id: `jti`, never used twice.
    public func signed(
        by key: ActorSigningKey, issued: Instant, lifetime: Int64 = 60, id: String = ActorToken.randomID()
    ) throws -> String {
        let header = JSONValue.object([
            ("alg", .string(key.algorithm)), ("typ", .string("JWT")), ("kid", .string(key.id)),
        ])
        var iua: [(String, JSONValue?)] = [
            ("subject_name", name.map(JSONValue.string)),
            ("subject_role", role.map { .array([.object([("code", .string($0))])]) }),
        ]
        iua.append(("purpose_of_use", .array([.object([("code", .string(purpose.rawValue))])])))
        let own: [(String, JSONValue?)] = [
            ("encounter", encounter.map(JSONValue.string)), ("reason", reason.map(JSONValue.string)),
        ]
        let claims = JSONValue.object([
            ("iss", .string(institution)), ("aud", .string(audience)), ("sub", .string(person.semantics)),
            ("iat", .number(String(issued.seconds))), ("exp", .number(String(issued.seconds + lifetime))),
            ("jti", .string(id)),
            ("cnf", .object([("x5t#S256", .string(Base64URL.text(certificate.digest.bytes)))])),
            ("extensions", .object([("ihe_iua", .object(iua)), ("ankur", .object(own))])),
        ])
        let signed = Base64URL.text(header.bytes) + "." + Base64URL.text(claims.bytes)
        return signed + "." + Base64URL.text(try key.signature(over: Array(signed.utf8)))
    }

    /// 128 random bits in hexadecimal.
    public static func randomID() -> String {
        var random = SystemRandomNumberGenerator()
        return Hex.text((0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
}

extension JSONValue {
    /// An object without the members that have no value.
    fileprivate static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
        .object(members.compactMap { key, value in value.map { JSONMember(key: key, value: $0) } })
    }
}
