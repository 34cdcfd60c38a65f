public import RecordTypes

/// A person whom an institution has named as acting for it: its assertion, which no certificate proves.
public struct RegisteredProfessional: Hashable, Sendable {
    public let institution: InstitutionID
    public let person: PersonIdentifier
    /// The number in the register of health professionals: `D01234`.
    public var licence: String?
    public var role: String?
    public var speciality: String?
    public var from: Instant
    /// From then on refused; nil: no end is known.
    public var until: Instant?

    public init(
        institution: InstitutionID, person: PersonIdentifier, licence: String?, role: String?, speciality: String?,
        from: Instant, until: Instant?
    ) {
        self.institution = institution
        self.person = person
        self.licence = licence
        self.role = role
        self.speciality = speciality
        self.from = from
        self.until = until
    }

    public func isInOffice(at now: Instant) -> Bool { from <= now && (until.map { now < $0 } ?? true) }
}
