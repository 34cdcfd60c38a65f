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
        /// The citizen restricted it.
        case restrictedByCitizen = "restricted-by-citizen"
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
    /// Without a rule of the citizen, institutions may read for care (TREAT, ETREAT, BTG) and for nothing else. Of the citizen's rules that
    /// apply, the most specific wins: one record before the whole record, then professional before institution before everyone, then
    /// the latest. A rule whose `until` has passed does not apply. A denial towards a professional applies to a reader whose institution
    /// names nobody, who may be that professional.
    /// - Parameter restrictions: all rules of the record's subject, in any order.
    /// - Complexity: O(number of restrictions).
    public static func decide(
        _ request: AccessRequest, on record: RecordDescription, under restrictions: [Restriction]
    ) -> ConsentDecision {
        switch request.reader {
        case .official:
            return .deny(.officialsReadNoRecords)
        case .citizen:
            return request.readerIdentity == record.subject ? .permit(.ownRecord) : .deny(.notTheSubject)
        case .institution(let institution, let actor):
            let strongest = restrictions.lazy
                .filter { $0.applies(to: record.id, institution: institution.id, actor: actor, at: request.now) }
                .max { $0.precedence < $1.precedence }
            if let strongest, strongest.effect == .deny { return .deny(.restrictedByCitizen) }
            guard request.purpose.isCare else { return .deny(.purposeWithoutRight) }
            return .permit(strongest == nil ? .careByDefault : .allowedByCitizen)
        }
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

extension Restriction {
    func applies(to record: RecordID, institution: InstitutionID, actor: AssertedActor, at now: Instant) -> Bool {
        if let until, until <= now { return false }
        switch target {
        case .wholeRecord: break
        case .record(let id): guard id == record else { return false }
        }
        return switch audience {
        case .everyone: true
        case .institution(let id): id == institution
        // Whoever is not named may be anyone: a denial holds for them, an allowance does not.
        case .professional(let person): actor.person.map { $0 == person } ?? (effect == .deny)
        }
    }

    /// Compared left to right: target, audience, time of decision, and at the same moment the denial.
    var precedence: Precedence {
        let target =
            switch target {
            case .wholeRecord: 0
            case .record: 1
            }
        let audience =
            switch audience {
            case .everyone: 0
            case .institution: 1
            case .professional: 2
            }
        return Precedence(target: target, audience: audience, decided: decided, denies: effect == .deny ? 1 : 0)
    }

    struct Precedence: Comparable {
        let target: Int
        let audience: Int
        let decided: Instant
        let denies: Int

        static func < (left: Precedence, right: Precedence) -> Bool {
            (left.target, left.audience, left.decided, left.denies) < (
                right.target, right.audience, right.decided, right.denies
            )
        }
    }
}
