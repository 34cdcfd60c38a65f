public import Identity
public import RecordTypes

/// The register as doors ask it, with the operator's decision whether only registered institutions come in.
public struct RegisteredSubjects: SubjectRegister {
    private let register: InstitutionRegister
    private let isRequired: Bool

    public init(_ register: InstitutionRegister, isRequired: Bool) {
        self.register = register
        self.isRequired = isRequired
    }

    public func refusal(of institution: VerifiedInstitution, now: Instant) -> RefusalReason? {
        guard let known = register.institution(institution.id) else {
            return isRequired ? .institutionNotRegistered : nil
        }
        if known.status == .suspended { return .institutionSuspended }
        let isByXRoad = institution.profile == CertificateJudge.xRoadProfile
        guard isByXRoad || known.certificates.isEmpty || known.certificates.contains(institution.fingerprint) else {
            return .certificateNotRegistered
        }
        return nil
    }

    public func role(of fingerprint: CertificateFingerprint) -> OfficialRole { register.role(of: fingerprint) }

    public func signingKeys(of institution: InstitutionID) -> SigningKeySet? { register.signingKeys(of: institution) }

    public func professional(
        _ person: PersonIdentifier, of institution: InstitutionID, now: Instant
    ) -> ProfessionalStanding {
        guard let known = register.institution(institution), known.professionals == .listed else { return .unlisted }
        guard let one = register.professional(person, of: institution), one.isInOffice(at: now) else { return .refused }
        return .listed(role: one.role, speciality: one.speciality, licence: one.licence)
    }

    public func member(_ subsystem: String) -> RegisteredMember? { register.member(subsystem) }

    public func registration(of institution: VerifiedInstitution, now: Instant) -> Registration {
        guard let known = register.institution(institution.id) else {
            return Registration(
                status: .none, isRequired: isRequired, missing: ["institution", "certificate", "signing-key"])
        }
        var missing: [String] = []
        if !known.certificates.isEmpty, !known.certificates.contains(institution.fingerprint) {
            missing.append("certificate")
        }
        if known.signingKeys == nil { missing.append("signing-key") }
        return Registration(
            status: known.status == .active ? .active : .suspended, isRequired: isRequired, missing: missing,
            subsystems: known.subsystems.map(\.id), endpoints: known.endpoints)
    }
}

extension InstitutionRegister {
    func role(of fingerprint: CertificateFingerprint) -> OfficialRole {
        guard let role = withState({ $0.officials[fingerprint] }) else { return .unknown }
        return role.map { .role($0) } ?? .withdrawn
    }

    func signingKeys(of institution: InstitutionID) -> SigningKeySet? { withState { $0.keys[institution] } }

    func professional(_ person: PersonIdentifier, of institution: InstitutionID) -> RegisteredProfessional? {
        withState { $0.professionals[institution]?[person] }
    }

    func member(_ subsystem: String) -> RegisteredMember? { withState { $0.members[subsystem] } }
}
