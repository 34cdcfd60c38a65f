import Consent
import Identity
import Ledger
import RecordIndex
public import RecordTypes
import Statements

/// A decision that is made, and what it leaves as it was.
public struct ConsentChange: Sendable {
    public let restriction: Restriction
    /// Earlier decisions that stay exceptions to it: the citizen must be told.
    public let exceptions: [Restriction]
}

extension Gateway {
    /// Records a citizen's decision about who may read; it holds from the next request on.
    ///
    /// Durable order: 1. the ledger entry of kind *consent*; 2. the registry's projection, which every reader waits for. A crash between them
    /// loses nothing: the projection is replayed at start.
    /// - Parameters:
    ///   - replacesNarrower: whether earlier exceptions end with it: ``RecordTypes/Restriction/replacesNarrower``.
    ///   - keeper: the person, or somebody who may decide for them; both stand in the statement.
    /// - Throws: `notFound` when the record is not the citizen's own, or the keeper may not decide; `invalidRequest` when `until` has already
    ///   passed, or when there would be more than ``restrictionLimit`` decisions.
    @discardableResult
    public func change(
        _ effect: Restriction.Effect, for audience: Restriction.Audience, to target: Restriction.Target,
        purpose: PurposeOfUse? = nil, until: Instant?, replacesNarrower: Bool = false, by keeper: Keeper
    ) async throws(GatewayError) -> ConsentChange {
        let now = clock()
        if let until, until <= now { throw GatewayError(.invalidRequest, issues: [.restrictionAlreadyOver]) }
        let subject = try identity(of: keeper.person)
        try await catchUpWithConsent()
        try allow(.decisions, to: keeper, at: now)
        let (isOwn, rules) = try await GatewayError.unavailableIfFailing {
            // Looked for among her own alone: another's record costs what no record costs.
            let isOwn =
                if case .record(let id) = target { try await index.entry(of: id, if: subject) != nil } else { true }
            return (isOwn, try await index.restrictions(of: subject))
        }
        guard isOwn else { throw GatewayError(.notFound) }
        let restriction = Restriction(
            target: target, audience: audience, purpose: purpose, effect: effect, decided: now, until: until,
            replacesNarrower: replacesNarrower,
            decidedBy: keeper.citizen.person == keeper.person ? nil : keeper.citizen.person,
            certificate: keeper.citizen.fingerprint)
        guard rules.count < Self.restrictionLimit || rules.contains(where: restriction.answersSameQuestion(as:))
        else { throw GatewayError(.invalidRequest, issues: [.tooManyRestrictions]) }
        let promise = try await enter(.consent(restriction, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
        let others = rules.filter { !restriction.answersSameQuestion(as: $0) }
        return ConsentChange(
            restriction: restriction, exceptions: ConsentDecision.exceptions(to: restriction, among: others, at: now))
    }

    /// The same by the person.
    @discardableResult
    public func change(
        _ effect: Restriction.Effect, for audience: Restriction.Audience, to target: Restriction.Target,
        purpose: PurposeOfUse? = nil, until: Instant?, by citizen: VerifiedCitizen
    ) async throws(GatewayError) -> Restriction {
        try await change(
            effect, for: audience, to: target, purpose: purpose, until: until, by: .person(citizen)
        ).restriction
    }

    /// How many questions of target, audience and purpose a person may have decided about. All of them are opened at every look at the person's records;
    /// a decision about a question that is there already takes its place and is always possible.
    public static let restrictionLimit = 500

    /// The citizen's decisions in force and past, newest first.
    public func restrictions(of keeper: Keeper, requestID: String) async throws(GatewayError) -> [Restriction] {
        try await catchUpWithConsent()
        let subject = try identity(of: keeper.person)
        let reader = keeper.reader
        let mayRead = mayAct(.decisions, keeper, at: clock())
        try await log(
            AccessEvent(
                time: clock(), action: .readRestrictions, outcome: mayRead ? .released : .refused, actor: reader.actor,
                purpose: reader.purpose,
                encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID), by: reader)
        guard mayRead else { throw GatewayError(.notFound) }
        return try await GatewayError.unavailableIfFailing { try await index.restrictions(of: subject) }
            .sorted { $0.decided > $1.decided }
    }

    public func restrictions(
        of citizen: VerifiedCitizen, requestID: String
    ) async throws(GatewayError) -> [Restriction] {
        try await restrictions(of: .person(citizen), requestID: requestID)
    }
}

extension Issue {
    static let restrictionAlreadyOver = Issue(
        .error, "restriction-already-over", .businessRule, "The restriction would end before it begins.",
        at: .expression("Consent.provision.period.end"), remedy: "Give an end in the future, or none.")

    static let tooManyRestrictions = Issue(
        .error, "too-many-restrictions", .businessRule, "There are as many decisions as one person can have.",
        at: .expression("Consent"), remedy: "Change one of them, or decide about the whole record.")
}
