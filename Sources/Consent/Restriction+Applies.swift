import RecordTypes

extension Restriction {
    /// Whether the rule has anything to say about this reader and this record now.
    ///
    /// Where it is not known whether a rule is meant, a denial is and an allowance is not: towards a person or a role that the
    /// institution does not name, and about a period that a document only touches.
    func applies(to record: RecordDescription, _ asker: Asker, at now: Instant) -> Bool {
        if let until, until <= now { return false }
        if let purpose, purpose != asker.purpose { return false }
        return isAbout(record) && isTowards(asker)
    }

    private func isAbout(_ record: RecordDescription) -> Bool {
        switch target {
        case .wholeRecord: true
        case .record(let id): id == record.id
        case .category(let system, let code): record.type?.system == system && record.type?.code == code
        case .author(let institution): institution == record.institution
        case .period(let period):
            effect == .deny ? period.overlaps(record.timeSpan) : period.contains(record.timeSpan)
        }
    }

    private func isTowards(_ asker: Asker) -> Bool {
        switch audience {
        case .everyone: true
        case .institution(let id): id == asker.institution
        case .professional(let person): asker.person.map { $0 == person } ?? (effect == .deny)
        case .role(let role): asker.role.map { $0.lowercased() == role.lowercased() } ?? (effect == .deny)
        }
    }
}

extension RecordDescription {
    /// The time that the document says it is about; when it was received where it does not say.
    var timeSpan: DateSpan {
        documentTime.flatMap { DateSpan(fhir: $0) }
            ?? DateSpan(start: received, end: received.advanced(by: .milliseconds(1)))
    }
}
