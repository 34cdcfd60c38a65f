public import RecordTypes

/// Why an access looks as it should, or which rules make somebody look at it: explained first, the rest ranked.
///
/// Pure, from the event's facts and what the log knows of the people in it. What a system outside knows (appointments, rosters) is not here,
/// so what is not explained is not therefore wrong.
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
        /// Another institution filed a referral or an order at most ninety days before.
        case order
        /// A pharmacist, and a prescription was filed at most sixty days before.
        case dispensing
        /// The institution files about the person all the time, as a family doctor does for whom they list: on three days or more within the
        /// year before.
        case list
        /// Nobody is named, and the institution holds records of the person: automatic processing.
        case batch
    }

    public typealias Rule = DetectionRule

    public static let visitDays: Int64 = 30
    public static let orderDays: Int64 = 90
    public static let prescriptionDays: Int64 = 60
    public static let followUpDays: Int64 = 7
    /// Seconds between the event's time and the ledger's before ``DetectionRule/clockDrift`` holds.
    public static let drift: Int32 = 300

    /// Nil: nothing in the data explains it.
    public let reason: Reason?
    /// In the order of ``DetectionRule``.
    public let rules: [Rule]

    /// Breaking the glass is followed up, whatever explains it; and so is what the institution's own word must not explain away.
    public var needsReview: Bool { reason == nil || rules.contains(where: \.standsAgainstReason) }
    public var score: Int { rules.reduce(0) { $0 + $1.weight } }

    /// What is known beside the event.
    public struct Circumstances: Hashable, Sendable {
        /// When the institution that looked filed something about the person.
        public var filed: [Instant] = []
        /// When anybody filed a referral or an order about the person.
        public var ordered: [Instant] = []
        /// When anybody filed a prescription.
        public var prescribed: [Instant] = []
        /// Whether anybody anywhere has filed anything about the person.
        public var isKnownAnywhere = true
        /// Whether the institution works at the time of the look.
        public var isOpen = true
        /// Until when anything could have been filed: the time of the report.
        public var asked: Instant
        /// What only shows beside other accesses, or in the relations of the people.
        public var signals: Set<Rule> = []

        public init(asked: Instant) { self.asked = asked }
    }

    public init(of facts: AccessFacts, in circumstances: Circumstances) {
        let isInstitution = facts.kind == .institution
        reason = Self.reason(for: facts, in: circumstances)
        var rules = circumstances.signals
        if facts.purpose == .breakTheGlass {
            rules.insert(.breakTheGlass)
            let term = facts.time.advanced(by: .days(Self.followUpDays))
            let wasFollowed = circumstances.filed.contains { $0 >= facts.time && $0 <= term }
            if facts.outcome == .released, term <= circumstances.asked, !wasFollowed { rules.insert(.noFollowUp) }
        }
        if facts.outcome == .refused { rules.insert(.refused) }
        if abs(facts.drift) > Self.drift { rules.insert(.clockDrift) }
        if isInstitution {
            if reason == nil { rules.insert(circumstances.filed.isEmpty ? .noRelationship : .oldRelationship) }
            if reason == nil, facts.person != nil, !circumstances.isKnownAnywhere { rules.insert(.neverPatient) }
            if facts.professional == nil, reason != .batch { rules.insert(.nobodyNamed) }
            if facts.isPayer, facts.purpose == .treatment { rules.insert(.roleConflict) }
            if facts.professional != nil, !circumstances.isOpen, !facts.purpose.isEmergency { rules.insert(.offHours) }
        }
        self.rules = Rule.allCases.filter(rules.contains)
    }

    private static func reason(for facts: AccessFacts, in circumstances: Circumstances) -> Reason? {
        func isWithin(_ times: [Instant], before: Int64, after: Int64) -> Bool {
            times.contains { time in
                let apart = facts.time.duration(since: time)
                return apart <= .days(before) && apart >= .zero - .days(after)
            }
        }
        switch facts.kind {
        case .citizen: return .own
        case .official, .operatorConsole: return facts.basis == .none ? nil : .caseNumber
        case .institution:
            if facts.basis == .allowedByCitizen { return .consent }
            if facts.hasEncounter { return .encounter }
            if facts.professional == nil { return circumstances.filed.isEmpty ? nil : .batch }
            if isWithin(circumstances.filed, before: visitDays, after: visitDays) { return .visit }
            if isWithin(circumstances.ordered, before: orderDays, after: 0) { return .order }
            if facts.isPharmacist, isWithin(circumstances.prescribed, before: prescriptionDays, after: 0) {
                return .dispensing
            }
            let year = circumstances.filed.filter { time in
                let apart = facts.time.duration(since: time)
                return apart >= .zero && apart <= .days(365)
            }
            return Set(year.map { $0.seconds / 86_400 }).count >= 3 ? .list : nil
        }
    }
}

extension PurposeOfUse {
    var isEmergency: Bool { self == .breakTheGlass || self == .emergencyTreatment }
}
