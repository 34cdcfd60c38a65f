import Identity
@_spi(Vouching) import RecordTypes

/// Whom the tests know, as their certificates would have proved them.
enum People {
    static let citizen = person("PNOEE-38001085718")
    static let doctor = person("PNOEE-60001017869")
    static let official = person("PNOEE-39901012239")

    static let hospital = institution("NTREE-10000001", "First hospital")
    static let otherHospital = institution("NTREE-10000002", "Second hospital")

    static let verifiedCitizen = verified(citizen, "CITIZEN")
    static let verifiedDoctor = verified(doctor, "DOCTOR")
    static let verifiedOfficial = VerifiedOfficial(citizen: verified(official, "OFFICIAL"), role: .supervisor)

    /// The doctor, acting for a hospital.
    static func acting(
        for hospital: VerifiedInstitution = otherHospital, purpose: PurposeOfUse = .treatment, as name: String? = nil
    ) -> Reader {
        .institution(
            hospital,
            AssertedActor(
                assertion: .developmentHeaders, person: doctor, name: name ?? "Dr Example", role: "doctor",
                purpose: purpose, encounter: nil))
    }

    static func verified(_ person: PersonIdentifier, _ surname: String) -> VerifiedCitizen {
        VerifiedCitizen(
            person: person, surname: surname, givenName: "TEST", fingerprint: CertificateFingerprint(digest),
            profile: "test", expires: Instant(seconds: 2_000_000_000))
    }

    static func institution(_ id: String, _ name: String) -> VerifiedInstitution {
        VerifiedInstitution(
            id: wellFormed(InstitutionID(id)), name: name, fingerprint: CertificateFingerprint(digest),
            profile: "test", expires: Instant(seconds: 2_000_000_000))
    }

    static func person(_ semantics: String) -> PersonIdentifier { wellFormed(PersonIdentifier(semantics: semantics)) }

    /// A patient whom only the sender's own number names.
    static func local(_ number: String) -> PersonIdentifier {
        wellFormed(PersonIdentifier(scheme: .local, country: "ZZ", number: number))
    }

    static let digest: Digest = wellFormed(Digest(Array(repeating: UInt8(5), count: 32)))

    private static func wellFormed<Value>(_ value: Value?) -> Value {
        guard let value else { preconditionFailure("the constants of the tests are well formed") }
        return value
    }
}
