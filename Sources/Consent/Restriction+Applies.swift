import RecordTypes

extension Restriction {
    /// Whether the rule has anything to say about this reader and this record now.
    ///
    /// Where it is not known whether a rule is meant, a denial is and an allowance is not: towards a person or a role that the
    /// institution does not name, towards a role of a name of its own (``ProfessionalRole/isKnown(_:)``), and about a period that a
    /// document only touches.
    /// - Parameter lasting: the record's ``RecordDescription/timeSpan``; needed for rules about a period alone.
    func applies(to record: RecordDescription, lasting: DateSpan?, _ asker: Asker, at now: Instant) -> Bool {
        concerns(asker, at: now) && isAbout(record, lasting)
    }

    /// Whether the rule has anything to say about this reader now, whatever the record.
    func concerns(_ asker: Asker, at now: Instant) -> Bool {
        if let until, until <= now { return false }
        if let purpose, purpose != asker.purpose { return false }
        return isTowards(asker)
    }

    /// Whether this allowance gives the reader a right: one for no purpose in particular is one for care.
    func givesRight(to asker: Asker) -> Bool {
        effect == .permit && (asker.purpose.isCare || purpose == asker.purpose)
    }

    var isAboutPeriod: Bool { if case .period = target { true } else { false } }

    private func isAbout(_ record: RecordDescription, _ lasting: DateSpan?) -> Bool {
        switch target {
        case .wholeRecord: true
        case .record(let id): id == record.id
        case .category(let system, let code): record.type?.system == system && record.type?.code == code
        case .author(let institution): institution == record.institution
        case .period(let period):
            lasting.map { effect == .deny ? period.overlaps($0) : period.contains($0) } ?? (effect == .deny)
        }
    }

    private func isTowards(_ asker: Asker) -> Bool {
        switch audience {
        case .everyone: true
        case .institution(let id): id == asker.institution
        case .professional(let person): asker.person.map { $0 == person } ?? (effect == .deny)
        case .role(let role): asker.role.map { isMeant($0, by: role) } ?? (effect == .deny)
        }
    }

    /// An institution writes roles as it likes: what is not one of the words that everybody uses could be any of them.
    private func isMeant(_ asserted: String, by role: String) -> Bool {
        let asserted = asserted.lowercased()
        if asserted == role.lowercased() { return true }
        return effect == .deny && !ProfessionalRole.isKnown(asserted)
    }
}

/// The words for roles that rules and institutions share.
public enum ProfessionalRole {
    private static let known: Set<String> = [
        "doctor", "nurse", "midwife", "dentist", "pharmacist", "therapist", "psychologist", "paramedic", "laboratory",
        "assistant", "registrar", "insurer", "social-worker",
    ]

    /// Whether a role, in lower case, is one of these words. The empty one stands for a role that no rule names.
    static func isKnown(_ role: String) -> Bool { role.isEmpty || known.contains(role) }
}
