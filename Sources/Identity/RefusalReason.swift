/// Why a certificate is refused. The raw value is stable: it appears in `OperationOutcome`, logs and `/$whoami`.
///
/// Where several hold, the first in this order is usually the one told: form, strength, trust, time, usage, policy, subject, door.
public enum RefusalReason: String, Error, Hashable, Sendable, CaseIterable {
    // Form
    /// No certificate was presented.
    case missing = "certificate-missing"
    /// Not DER, or a structure, key or algorithm that cannot be read. Never treated as "anonymous".
    case unparsable = "certificate-unparsable"
    /// Larger than ``CertificateOutline/sizeLimit``.
    case tooLarge = "certificate-too-large"
    /// Readable, but not as RFC 5280 §4.1 and §4.2 have it: version, serial number, names, times, or an extension's form.
    case malformed = "certificate-malformed"
    /// The signature algorithm inside the signed part is not the one outside (RFC 5280 §4.1.1.2).
    case algorithmMismatch = "algorithm-mismatch"
    /// An extension marked critical that nobody here enforces (RFC 5280 §6.1.4 o).
    case unknownCriticalExtension = "unknown-critical-extension"

    // Strength
    /// Signed with SHA-1, MD5 or an algorithm outside the list (SP 800-131A).
    case weakSignature = "signature-algorithm-not-allowed"
    /// RSA outside 2048 to 8192 bits or with a public exponent outside FIPS 186-5, or a curve other than P-256, P-384, P-521.
    case weakKey = "key-not-allowed"

    // Trust
    /// Issuer and subject are the same: nobody vouches for it.
    case selfSigned = "self-signed"
    /// Its issuer is not known here.
    case unknownIssuer = "issuer-unknown"
    /// It names an issuer known here, whose key did not sign it.
    case badSignature = "signature-invalid"
    /// The chain is sound, but the trust profile gives its issuer no role (a server CA, an extra CA).
    case issuerNotAllowed = "issuer-not-allowed"
    /// A certificate in the chain signs although it must not: CA:FALSE, no keyCertSign, or below a path length.
    case issuerNotAuthority = "issuer-not-an-authority"
    /// A name outside the name space that an authority above was given (RFC 5280 §4.2.1.10).
    case nameConstraint = "name-constraint-violated"
    /// The path asks for an explicit policy and keeps none (RFC 5280 §6.1.5).
    case policyConstraint = "policy-constraint-violated"
    /// More certificates, signatures or names than anybody needs: the search was given up.
    case pathTooLong = "path-too-long"

    // Time
    case expired = "certificate-expired"
    case notYetValid = "certificate-not-yet-valid"
    /// The certificate itself is in time, one above it is not.
    case issuerOutOfTime = "issuer-out-of-time"

    // Usage
    /// CA:TRUE, or the right to sign certificates, in a certificate of a person or institution.
    case leafIsAuthority = "leaf-is-an-authority"
    /// A signature card's nonRepudiation certificate: made to sign documents, not to log in.
    case signingCertificate = "signing-certificate"
    /// No keyUsage, or one without digitalSignature (RFC 8446 §4.4.2.4).
    case keyUsage = "key-usage"
    /// No extendedKeyUsage, or one without clientAuth; anyExtendedKeyUsage alone does not count.
    case extendedKeyUsage = "extended-key-usage"

    // Policy
    /// A certificate policy that the issuer must always give is absent, or the issuer may not give it.
    case requiredPolicyMissing = "required-policy-missing"
    /// No document type that the issuer may issue.
    case documentType = "document-type-not-allowed"
    /// A document type of another issuer's generation.
    case wrongGeneration = "document-type-of-another-generation"
    /// A Mobile-ID or Smart-ID certificate: its key is not on a card, and these doors are for cards.
    case phoneIdentity = "mobile-id-or-smart-id"
    /// An OID of the example arc 2.999 outside a test profile.
    case testPolicy = "test-policy-in-production"

    // Subject
    /// A subject attribute holds NUL, a line break or another control or invisible character.
    case controlCharacter = "subject-control-character"
    /// An identifying attribute that is neither UTF8String nor PrintableString.
    case stringType = "subject-string-type"
    /// No serialNumber in a person's certificate; a code in CN counts for nothing.
    case serialNumberMissing = "serial-number-missing"
    /// More than one serialNumber or organizationIdentifier.
    case identifierRepeated = "identifier-repeated"
    /// serialNumber or organizationIdentifier is not of the form that the trust profile allows.
    case identifierForm = "identifier-form"
    /// CN holds another code than serialNumber.
    case commonNameMismatch = "common-name-mismatch"
    /// No organizationIdentifier in an institution's certificate.
    case organizationIdentifierMissing = "organization-identifier-missing"
    /// A person and an institution in one subject.
    case bothIdentifiers = "person-and-institution"
    /// An institution's subject from an authority that certifies people.
    case institutionFromCitizenAuthority = "institution-from-citizen-authority"
    /// A person's subject from an authority that certifies institutions.
    case personFromInstitutionAuthority = "person-from-institution-authority"

    // Revocation
    case revoked = "certificate-revoked"
    /// No fresh answer about revocation: refused, because nothing here fails open.
    case revocationUnknown = "revocation-unknown"

    // Door
    /// Accepted as what it is, which this door does not let in.
    case wrongDoor = "wrong-door"
    /// A person without a role at the ministry's door.
    case noRole = "no-role"

    // Register
    /// The operator has not registered the institution, and lets only registered ones in.
    case institutionNotRegistered = "institution-not-registered"
    case institutionSuspended = "institution-suspended"
    /// The institution has registered certificates, and this is none of them.
    case certificateNotRegistered = "certificate-not-registered"
    /// `X-Road-Client` is absent, repeated or no identifier.
    case xRoadClient = "x-road-client-malformed"
}

extension RefusalReason: CustomStringConvertible {
    public var description: String { rawValue }
}
