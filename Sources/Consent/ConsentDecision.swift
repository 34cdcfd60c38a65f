public import RecordTypes

/// What consent says about one item for one reader, and which rule said it.
///
/// The rule stands in the sealed statement of the access event only; a reader who is denied learns nothing of it.
public enum ConsentDecision: Hashable, Sendable {
    case permit(Rule)
    case deny(Rule)

    /// Why. Stable words: they are kept in access statements.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// People see what is about themselves.
        case ownRecord = "own-record"
        /// Nobody restricted it and the purpose is care.
        case careByDefault = "care-by-default"
        /// The citizen allowed this reader.
        case allowedByCitizen = "allowed-by-citizen"
        /// The citizen allowed that closed records are opened in an emergency, and this is one.
        case emergencyAllowedByCitizen = "emergency-allowed-by-citizen"
        /// The citizen restricted it.
        case restrictedByCitizen = "restricted-by-citizen"
        /// The document itself says that it is for its author alone.
        case closedByAuthor = "closed-by-author"
        /// Its author will talk it over with the person first.
        case heldBack = "held-back"
        /// The person may not act for themselves yet, or no longer be acted for.
        case wrongAge = "wrong-age"
        /// The reader acts for the person.
        case actsForThePerson = "acts-for-the-person"
        /// The mandate has ended, or is about other things.
        case mandateWithoutRight = "mandate-without-right"
        /// The purpose gives no right to health records.
        case purposeWithoutRight = "purpose-without-right"
        /// A citizen asks for somebody else's record.
        case notTheSubject = "not-the-subject"
        /// Officials run the access log; they read no record.
        case officialsReadNoRecords = "officials-read-no-records"
    }

    public var isPermitted: Bool {
        switch self {
        case .permit: true
        case .deny: false
        }
    }

    public var rule: Rule {
        switch self {
        case .permit(let rule), .deny(let rule): rule
        }
    }
}

extension ConsentDecision {
    /// Decides whether the reader of `request` may see `record` under the subject's own rules. Pure; called once for every item that leaves.
    ///
    /// Without a rule of the citizen, institutions may read for care (TREAT, ETREAT, BTG) and for nothing else. For any other purpose a
    /// rule must allow that very purpose. Of the citizen's rules that apply, the strongest wins (``Precedence``).
    /// - Parameter restrictions: all rules of the record's subject, in any order.
    /// - Complexity: O(number of restrictions).
    public static func decide(
        _ request: AccessRequest, on record: RecordDescription, under restrictions: [Restriction]
    ) -> ConsentDecision {
        switch request.reader {
        case .official:
            return .deny(.officialsReadNoRecords)
        case .citizen(let citizen):
            guard request.readerIdentity == record.subject else { return .deny(.notTheSubject) }
            guard request.ages.allowsOwnAccess(of: citizen.person, at: request.now) else { return .deny(.wrongAge) }
            return record.isHeldBack(at: request.now) ? .deny(.heldBack) : .permit(.ownRecord)
        case .representative(let representative):
            guard request.readerIdentity == record.subject else { return .deny(.notTheSubject) }
            let mandate = representative.mandate
            guard mandate.isInForce(at: request.now, request.ages), mandate.scope.contains(.records) else {
                return .deny(.mandateWithoutRight)
            }
            if mandate.basis == .guardian, record.closedTo.contains(.guardian) { return .deny(.closedByAuthor) }
            return record.isHeldBack(at: request.now) ? .deny(.heldBack) : .permit(.actsForThePerson)
        case .institution(let institution, let actor):
            let asker = Asker(
                institution: institution.id, person: actor.person, role: actor.role, purpose: request.purpose)
            return decide(for: asker, at: request.now, on: record, under: restrictions)
        }
    }

    /// The same for anybody whom one can think of: what a preview asks, and what every institution's request comes to.
    public static func decide(
        for asker: Asker, at now: Instant, on record: RecordDescription, under restrictions: [Restriction]
    ) -> ConsentDecision {
        let restrictions = restrictions.effective(at: now)
        // Read once for all rules.
        let lasting = restrictions.contains(where: \.isAboutPeriod) ? record.timeSpan : nil
        let strongest = restrictions.lazy
            .filter { $0.applies(to: record, lasting: lasting, asker, at: now) }
            .max { Precedence($0) < Precedence($1) }
        // The author's own word gives way to what the citizen says of this very document, and of emergencies.
        if record.closedTo.contains(.clinician), record.institution != asker.institution,
            !(strongest.map(Precedence.init)?.outweighsAuthor ?? false)
        {
            return .deny(.closedByAuthor)
        }
        guard let strongest else {
            return asker.purpose.isCare ? .permit(.careByDefault) : .deny(.purposeWithoutRight)
        }
        switch strongest.effect {
        case .deny: return .deny(.restrictedByCitizen)
        case .permit where strongest.purpose == .breakTheGlass: return .permit(.emergencyAllowedByCitizen)
        case .permit: return strongest.givesRight(to: asker) ? .permit(.allowedByCitizen) : .deny(.purposeWithoutRight)
        }
    }
}

/// Somebody who acts for an institution, as far as it matters to consent.
public struct Asker: Hashable, Sendable {
    /// Nil: some institution that no rule names.
    public var institution: InstitutionID?
    /// Nil where the institution names nobody, who may be anyone.
    public var person: PersonIdentifier?
    /// As asserted; nil where none is, which may be any.
    public var role: String?
    public var purpose: PurposeOfUse

    public init(institution: InstitutionID?, person: PersonIdentifier?, role: String?, purpose: PurposeOfUse) {
        self.institution = institution
        self.person = person
        self.role = role
        self.purpose = purpose
    }
}

extension PurposeOfUse {
    /// Whether the purpose is the treatment of the person.
    public var isCare: Bool {
        switch self {
        case .treatment, .emergencyTreatment, .breakTheGlass: true
        default: false
        }
    }
}
