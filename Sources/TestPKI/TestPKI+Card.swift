import SwiftASN1
import X509

extension TestPKI {
    /// A person's certificate with whatever another country, or another generation of cards, writes.
    ///
    /// - Parameters:
    ///   - serialNumber: as it stands in the subject: `PNOLV-321922-33032`, or a bare number.
    ///   - country: the subject's C.
    ///   - policies: dotted, in this order.
    ///   - generation: 2025 or 2018: which authority issues it.
    ///   - hasPurpose: whether there is an extendedKeyUsage (clientAuth).
    public func card(
        serialNumber: String, country: String = "EE", policies: [String], generation: UInt = 2025,
        hasPurpose: Bool = true
    ) throws -> Credential {
        var contents = CertificateContents(
            [
                .text(.countryName, country), .text(.surname, TestPerson.jaak.surname),
                .text(.givenName, TestPerson.jaak.givenName), .text(.serialNumber, serialNumber),
            ], from: now.days(-30), to: now.days(300))
        contents.policies = try policies.map { try ASN1ObjectIdentifier(dotRepresentation: $0) }
        contents.usage = KeyUsage(digitalSignature: true)
        if !hasPurpose { contents.purposes = [] }
        return try (generation == 2018 ? olderCitizenAuthority : citizenAuthority).issue("card", contents)
    }

    /// An institution's certificate under any organizationIdentifier.
    public func institution(identifier: String) throws -> Credential {
        try issue(to: TestInstitution(identifier: identifier, name: "Näidis"))
    }
}
