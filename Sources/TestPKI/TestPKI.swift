import Crypto
public import RecordTypes
import SwiftASN1
import X509

/// A look-alike of the Estonian PKI, made in memory: nothing of it is ever committed.
///
/// ```
/// TEST EEGovCA (root, P-521)
/// ├── TEST ESTEID2025 (P-384, anyPolicy)         citizens: clientAuth, NCP+, document types 2.999.….51361.2.1.x
/// ├── TEST ESTEID2018 (P-521, listed policies)   citizens' older cards: ….51361.1.1.x
/// ├── TEST ORG CA (P-384)                        institutions: organizationIdentifier NTREE-…
/// └── TEST SERVER CA (P-256)                     TLS servers
/// ```
///
/// Document types stand under 2.999, so that only a trust profile marked *test* accepts them.
public struct TestPKI: Sendable {
    public let now: Instant
    public let root: TestAuthority
    /// ESTEID2025's likeness.
    public let citizenAuthority: TestAuthority
    /// ESTEID2018's likeness.
    public let olderCitizenAuthority: TestAuthority
    public let sealAuthority: TestAuthority
    public let serverAuthority: TestAuthority
    /// For localhost, 127.0.0.1 and ::1.
    public let server: Credential
    /// The ministry's official: ``TestPerson/peeter``'s card. Its fingerprint goes into the configuration, with a role.
    public let official: Credential
    private let citizens: [TestPerson: Credential]
    private let institutions: [TestInstitution: Credential]

    /// Makes every key and certificate anew. Good certificates hold from 30 days before `now` for five years.
    ///
    /// - Complexity: about twenty signatures; well under a second.
    public static func make(now: Instant) throws -> TestPKI { try TestPKI(now: now) }

    private init(now: Instant) throws {
        self.now = now
        var rootContents = CertificateContents.authority("TEST EEGovCA", pathLength: 1, now: now)
        rootContents.key = .p521()
        root = try TestAuthority(root: rootContents)

        var citizen = CertificateContents.authority("TEST ESTEID2025", pathLength: 0, now: now)
        citizen.policies = [.anyPolicy]
        citizenAuthority = try TestAuthority(citizen, below: root)

        var older = CertificateContents.authority("TEST ESTEID2018", pathLength: 0, now: now, countryFirst: true)
        older.key = .p521()
        older.policies = [.ncpPlus] + (1...7).map { .documentType(2018, $0) }
        older.purposes = [.ocspSigning, .clientAuth, .emailProtection]
        older.purposesAreCritical = true
        olderCitizenAuthority = try TestAuthority(older, below: root)

        sealAuthority = try TestAuthority(.authority("TEST ORG CA", pathLength: 0, now: now), below: root)
        var serverContents = CertificateContents.authority("TEST SERVER CA", pathLength: 0, now: now)
        serverContents.key = .p256()
        serverAuthority = try TestAuthority(serverContents, below: root)

        server = try serverAuthority.issue("server", .server(now: now))
        var citizens: [TestPerson: Credential] = [:]
        for person in TestPerson.all {
            let name = "citizen-\(person.givenName.lowercased().prefix { $0 != "-" })"
            citizens[person] = try citizenAuthority.issue(name, .citizen(person, now: now))
        }
        self.citizens = citizens
        official = try citizenAuthority.issue("official-peeter", .citizen(.peeter, now: now))
        var institutions: [TestInstitution: Credential] = [:]
        for institution in TestInstitution.all {
            let name = "institution-\(institution.identifier.dropFirst(6))"
            institutions[institution] = try sealAuthority.issue(name, .institution(institution, now: now))
        }
        self.institutions = institutions
    }

    /// A person's ID card, its authentication certificate.
    public func citizen(_ person: TestPerson) -> Credential {
        guard let card = citizens[person] else { preconditionFailure("every test person has a card") }
        return card
    }

    /// Another card of the same person: another key and certificate, the same identity.
    public func secondCard(of person: TestPerson) throws -> Credential {
        try citizenAuthority.issue("second-card", .citizen(person, now: now))
    }

    /// A card whose certificate names an OCSP responder (authorityInfoAccess).
    public func citizen(_ person: TestPerson, askedAt url: String, isP256: Bool = false) throws -> Credential {
        var contents = CertificateContents.citizen(person, now: now)
        if isP256 { contents.key = .p256() }
        let place = AuthorityInformationAccess.AccessDescription(
            method: .ocspServer, location: .uniformResourceIdentifier(url))
        contents.further = [try Certificate.Extension(AuthorityInformationAccess([place]), critical: false)]
        return try citizenAuthority.issue("asked-card", contents)
    }

    /// An institution's certificate that names an OCSP responder.
    public func institution(_ institution: TestInstitution, askedAt url: String) throws -> Credential {
        var contents = CertificateContents.institution(institution, now: now)
        let place = AuthorityInformationAccess.AccessDescription(
            method: .ocspServer, location: .uniformResourceIdentifier(url))
        contents.further = [try Certificate.Extension(AuthorityInformationAccess([place]), critical: false)]
        return try sealAuthority.issue("asked-institution", contents)
    }

    /// The certificate of one of ``TestInstitution/all``.
    public func institution(_ institution: TestInstitution) -> Credential {
        guard let credential = institutions[institution] else { preconditionFailure("issue one with issue(to:)") }
        return credential
    }

    /// A certificate for an institution of the caller's own.
    public func issue(to institution: TestInstitution) throws -> Credential {
        try sealAuthority.issue(
            "institution-\(institution.identifier.dropFirst(6))", .institution(institution, now: now))
    }

    /// Every credential that the trust profile accepts.
    public var credentials: [Credential] {
        TestPerson.all.map { citizen($0) } + [official] + TestInstitution.all.map { institution($0) }
    }
}
