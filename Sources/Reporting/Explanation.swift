public import RecordTypes

/// Why an access looks as it should, or which rules make somebody look at it: explained first, the rest ranked.
///
/// Pure, from the event and what the registry knows of the person; what a system outside knows (appointments, orders, lists) is
/// not here, so what is not explained is not therefore wrong.
public struct Explanation: Hashable, Sendable {
    /// What the data says in favour of it, the strongest only.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// People read what is about themselves.
        case own
        /// Officials and operators give a case number.
        case caseNumber = "case"
        /// The citizen allowed this reader.
        case consent
        /// The institution names an encounter or an order that the look belongs to.
        case encounter
        /// The institution itself filed something about the person, at most ``Explanation/visitDays`` days from the look.
        case visit
    }

    /// What makes somebody look at it. The weights only rank.
    public enum Rule: String, Hashable, Sendable, CaseIterable {
        /// R8: the glass was broken; each one is followed up.
        case breakTheGlass = "break-glass"
        /// The institution never filed anything about the person and names no encounter.
        case noRelationship = "no-relationship"
        /// It filed something, but long before or after.
        case oldRelationship = "old-relationship"
        /// It was refused.
        case refused
        /// The institution names nobody who looked.
        case nobodyNamed = "nobody-named"
        /// One professional looked at many people in the period asked about.
        case manyPeople = "many-people"

        public var weight: Int {
            switch self {
            case .breakTheGlass: 50
            case .noRelationship: 30
            case .refused: 20
            case .manyPeople: 20
            case .nobodyNamed: 15
            case .oldRelationship: 10
            }
        }
    }

    public static let visitDays: Int64 = 30
    /// People looked at by one professional in one report before ``Rule/manyPeople`` holds.
    public static let manyPeople = 100

    /// Nil: nothing in the data explains it.
    public let reason: Reason?
    public let rules: [Rule]

    /// Breaking the glass is followed up, whatever explains it; and so is what the institution's own word, an encounter, must not
    /// explain away.
    public var needsReview: Bool {
        reason == nil || !Set(rules).isDisjoint(with: [.breakTheGlass, .refused, .manyPeople, .nobodyNamed])
    }
    public var score: Int { rules.reduce(0) { $0 + $1.weight } }

    /// What is known beside the event.
    public struct Circumstances: Hashable, Sendable {
        /// When the institution that looked filed something about the person.
        public var filed: [Instant]
        /// How many people the professional looked at in the report.
        public var peopleLookedAt: Int

        public init(filed: [Instant], peopleLookedAt: Int) {
            self.filed = filed
            self.peopleLookedAt = peopleLookedAt
        }
    }

    public init(of event: AccessEvent, in circumstances: Circumstances) {
        let isInstitution = event.actor.kind == .institution
        let window = Duration.seconds(Self.visitDays * 86_400)
        let isVisit = circumstances.filed.contains { filed in
            let apart = event.time.duration(since: filed)
            return apart <= window && apart >= .zero - window
        }
        reason =
            switch event.actor.kind {
            case .citizen: .own
            case .official, .operatorConsole: event.basis == nil ? nil : .caseNumber
            case .institution:
                if event.basis == "allowed-by-citizen" {
                    .consent
                } else if event.encounter != nil {
                    .encounter
                } else {
                    isVisit ? .visit : nil
                }
            }
        var rules: [Rule] = []
        if event.purpose == .breakTheGlass { rules.append(.breakTheGlass) }
        if event.outcome == .refused { rules.append(.refused) }
        if isInstitution, reason == nil {
            rules.append(circumstances.filed.isEmpty ? .noRelationship : .oldRelationship)
        }
        if isInstitution, event.actor.person == nil { rules.append(.nobodyNamed) }
        if isInstitution, circumstances.peopleLookedAt >= Self.manyPeople { rules.append(.manyPeople) }
        self.rules = rules
    }
}
