import Identity
import JSONText
import RecordTypes

/// The register as it stands: what all changes so far have come to.
struct RegisterState: Sendable {
    private(set) var institutions: [InstitutionID: RegisteredInstitution] = [:]
    private(set) var professionals: [InstitutionID: [PersonIdentifier: RegisteredProfessional]] = [:]
    private(set) var officials: [CertificateFingerprint: VerifiedOfficial.Role?] = [:]
    /// Read once, when they are registered.
    private(set) var keys: [InstitutionID: SigningKeySet] = [:]
    private(set) var members: [String: RegisteredMember] = [:]

    mutating func apply(_ change: RegisterChange) {
        switch change {
        case .institution(let institution):
            for subsystem in institutions[institution.id]?.subsystems ?? [] { members[subsystem.id] = nil }
            institutions[institution.id] = institution
            for subsystem in institution.subsystems {
                members[subsystem.id] = RegisteredMember(
                    institution: institution.id, name: institution.name, purpose: subsystem.purpose)
            }
            keys[institution.id] = institution.signingKeys.flatMap {
                (try? JSONValue(parsing: Array($0.utf8))).flatMap { SigningKeySet($0) }
            }
        case .professional(let professional):
            professionals[professional.institution, default: [:]][professional.person] = professional
        case .official(let fingerprint, let role): officials[fingerprint] = .some(role)
        }
    }

    /// Whether the change would change nothing.
    func holds(_ change: RegisterChange) -> Bool {
        switch change {
        case .institution(let institution): institutions[institution.id] == institution
        case .professional(let one): professionals[one.institution]?[one.person] == one
        case .official(let fingerprint, let role): officials[fingerprint] == .some(role)
        }
    }

    /// A subsystem of the change that is another institution's, or stands in it twice.
    func subsystemTaken(by change: RegisterChange) -> String? {
        guard case .institution(let institution) = change else { return nil }
        var seen: Set<String> = []
        for subsystem in institution.subsystems {
            let owner = members[subsystem.id]?.institution ?? institution.id
            guard owner == institution.id, seen.insert(subsystem.id).inserted else { return subsystem.id }
        }
        return nil
    }

    /// Everything as changes that would make it, in a fixed order.
    var changes: [RegisterChange] {
        institutions.values.sorted { $0.id < $1.id }.map { .institution($0) }
            + professionals.sorted { $0.key < $1.key }.flatMap { _, people in
                people.values.sorted { $0.from < $1.from }.map { .professional($0) }
            }
            + officials.sorted { $0.key.description < $1.key.description }.map { .official($0.key, $0.value) }
    }
}
