import RecordTypes

/// Whom a certificate speaks of: read from its subject, and never more believable than its path.
public struct SubjectInspection: Sendable {
    public enum Kind: String, Sendable {
        case person
        case institution
        case none
    }

    public let kind: Kind
    /// `PNOEE-38001085718` or `NTREE-90000015`. Personal data.
    public let identifier: String?
    public let surname: String?
    public let givenName: String?
    public let organization: String?
    /// Nil when the subject is one person or one institution.
    public let reason: RefusalReason?

    /// Reads a subject by ETSI EN 319 412-1 alone, without a profile's rules.
    public init(of der: [UInt8]) {
        do throws(RefusalReason) {
            self = try Self(reading: SubjectAttributes(of: ReadCertificate(der: der).certificate))
        } catch {
            self.init(refused: error)
        }
    }

    init(refused reason: RefusalReason) {
        self.init(kind: .none, identifier: nil, surname: nil, givenName: nil, organization: nil, reason: reason)
    }

    private init(reading subject: SubjectAttributes) throws(RefusalReason) {
        let serialNumber = try subject.single(SubjectAttributes.serialNumber)
        let identifier = try subject.single(SubjectAttributes.organizationIdentifier)
        switch (serialNumber, identifier) {
        case (nil, nil): throw .serialNumberMissing
        case (.some, .some): throw .bothIdentifiers
        case (let number?, nil):
            guard PersonIdentifier(semantics: number) != nil else { throw .identifierForm }
            self.init(
                kind: .person, identifier: number, surname: try subject.single(SubjectAttributes.surname),
                givenName: try subject.single(SubjectAttributes.givenName), organization: nil, reason: nil)
        case (nil, let identifier?):
            guard InstitutionID(identifier) != nil else { throw .identifierForm }
            self.init(
                kind: .institution, identifier: identifier, surname: nil, givenName: nil,
                organization: try subject.single(SubjectAttributes.organization), reason: nil)
        }
    }

    init(
        kind: Kind, identifier: String?, surname: String?, givenName: String?, organization: String?,
        reason: RefusalReason?
    ) {
        self.kind = kind
        self.identifier = identifier
        self.surname = surname
        self.givenName = givenName
        self.organization = organization
        self.reason = reason
    }
}
