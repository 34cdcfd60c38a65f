import RecordTypes
import X509

/// Collects variants. Each begins as a good certificate of its kind and is changed in one respect.
struct VariantTable {
    let pki: TestPKI
    private(set) var variants: [CertificateVariant] = []

    init(pki: TestPKI) { self.pki = pki }

    /// A citizen's certificate, of the 2025 authority unless said otherwise.
    mutating func citizen(
        _ name: String, _ summary: String, _ expectation: CertificateVariant.Expectation, of person: TestPerson = .jaak,
        by authority: TestAuthority? = nil, generation: UInt = 2025,
        _ change: (inout CertificateContents) throws -> Void = { _ in }
    ) throws {
        var contents = CertificateContents.citizen(person, generation: generation, now: pki.now)
        try change(&contents)
        let issuer = authority ?? (generation == 2018 ? pki.olderCitizenAuthority : pki.citizenAuthority)
        add(name, summary, at: .citizen, expectation, try issuer.issue(name, contents))
    }

    /// An institution's certificate, of the seal authority unless said otherwise.
    mutating func institution(
        _ name: String, _ summary: String, _ expectation: CertificateVariant.Expectation,
        of institution: TestInstitution = .northHospital, by authority: TestAuthority? = nil,
        _ change: (inout CertificateContents) throws -> Void = { _ in }
    ) throws {
        var contents = CertificateContents.institution(institution, now: pki.now)
        try change(&contents)
        add(name, summary, at: .institution, expectation, try (authority ?? pki.sealAuthority).issue(name, contents))
    }

    /// Presents the last variant without the certificates above it.
    mutating func sendAlone() {
        guard let last = variants.popLast() else { return }
        variants.append(
            CertificateVariant(
                name: last.name, summary: last.summary, door: last.door, expectation: last.expectation,
                credential: last.credential.alone))
    }

    /// Presents the last `count` variants at the other door.
    mutating func swapDoors(ofLast count: Int) {
        for position in variants.indices.suffix(count) {
            let variant = variants[position]
            variants[position] = CertificateVariant(
                name: variant.name, summary: variant.summary, door: variant.door == .citizen ? .institution : .citizen,
                expectation: variant.expectation, credential: variant.credential)
        }
    }

    mutating func add(
        _ name: String, _ summary: String, at door: CertificateVariant.Door,
        _ expectation: CertificateVariant.Expectation,
        _ credential: Credential
    ) {
        variants.append(
            CertificateVariant(
                name: name, summary: summary, door: door, expectation: expectation, credential: credential))
    }
}

extension CertificateContents {
    /// Replaces the subject by single-valued RDNs.
    mutating func setSubject(_ attributes: [RelativeDistinguishedName.Attribute]) {
        subject = DistinguishedName(attributes.map { RelativeDistinguishedName($0) })
    }
}
