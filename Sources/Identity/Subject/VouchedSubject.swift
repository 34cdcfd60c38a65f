import Crypto
@_spi(Vouching) import RecordTypes
import X509

/// Who a verified chain's leaf speaks of: decided by the issuing authority's role, then read from the one attribute for that role.
///
/// Persons: `serialNumber` (ETSI EN 319 412-1 §5.1.3), names from SN and GN. Institutions: `organizationIdentifier` (§5.1.4), name from O.
enum VouchedSubject: Hashable, Sendable {
    case person(VerifiedCitizen)
    case institution(VerifiedInstitution)

    init(of chain: ChainVerification.Outcome, fingerprint: CertificateFingerprint, expires: Instant)
        throws(RefusalReason)
    {
        let subject = try SubjectAttributes(of: chain.leaf)
        let serialNumbers = subject.count(of: SubjectAttributes.serialNumber)
        let organizations = subject.count(of: SubjectAttributes.organizationIdentifier)
        guard serialNumbers <= 1, organizations <= 1 else { throw .identifierRepeated }
        guard serialNumbers == 0 || organizations == 0 else { throw .bothIdentifiers }
        let issuer = chain.issuer
        switch issuer.role {
        case .citizen:
            guard organizations == 0 else { throw .institutionFromCitizenAuthority }
            let person = try Self.person(of: subject, issuer: issuer)
            self = .person(
                VerifiedCitizen(
                    person: person, surname: try subject.single(SubjectAttributes.surname) ?? "",
                    givenName: try subject.single(SubjectAttributes.givenName) ?? "", fingerprint: fingerprint,
                    profile: issuer.name, expires: expires, assurance: issuer.assurance,
                    encryptionKey: P384.Signing.PublicKey(chain.leaf.publicKey).map { Array($0.x963Representation) }))
        case .institution:
            guard serialNumbers == 0 else { throw .personFromInstitutionAuthority }
            let id = try Self.institution(of: subject, issuer: issuer)
            let name = try subject.single(SubjectAttributes.organization) ?? id.semantics
            self = .institution(
                VerifiedInstitution(
                    id: id, name: name, fingerprint: fingerprint, profile: issuer.name, expires: expires))
        }
    }

    private static func person(
        of subject: SubjectAttributes, issuer: IssuingAuthority
    ) throws(RefusalReason) -> PersonIdentifier {
        guard let serialNumber = try subject.single(SubjectAttributes.serialNumber) else { throw .serialNumberMissing }
        let country = try subject.single(SubjectAttributes.country)
        guard let semantics = issuer.semantics(of: serialNumber, country: country),
            let person = PersonIdentifier(semantics: semantics)
        else { throw .identifierForm }
        for commonName in try subject.all(SubjectAttributes.commonName) {
            guard !CommonNameContradiction.exists(between: commonName, and: person.number) else {
                throw .commonNameMismatch
            }
        }
        return person
    }

    private static func institution(
        of subject: SubjectAttributes, issuer: IssuingAuthority
    ) throws(RefusalReason) -> InstitutionID {
        guard let identifier = try subject.single(SubjectAttributes.organizationIdentifier) else {
            throw .organizationIdentifierMissing
        }
        guard let semantics = issuer.semantics(of: identifier, country: try subject.single(SubjectAttributes.country)),
            let id = InstitutionID(semantics)
        else { throw .identifierForm }
        return id
    }
}
