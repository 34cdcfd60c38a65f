import Identity
import Ledger
import RecordIndex
public import RecordTypes
import Statements

extension Gateway {
    /// Records a citizen's decision about who may read; it holds from the next request on.
    ///
    /// Durable order: 1. the ledger entry of kind *consent*; 2. the registry's projection, which every reader waits for. A crash between them
    /// loses nothing: the projection is replayed at start.
    /// - Throws: `notFound` when the record is not the citizen's own; `invalidRequest` when `until` has already passed, or when there would be
    ///   more than ``restrictionLimit`` decisions.
    @discardableResult
    public func change(
        _ effect: Restriction.Effect, for audience: Restriction.Audience, to target: Restriction.Target,
        purpose: PurposeOfUse? = nil, until: Instant?, by citizen: VerifiedCitizen
    ) async throws(GatewayError) -> Restriction {
        let now = clock()
        if let until, until <= now { throw GatewayError(.invalidRequest, issues: [.restrictionAlreadyOver]) }
        let subject = try identity(of: citizen.person)
        try await catchUpWithConsent()
        let (isOwn, rules) = try await GatewayError.unavailableIfFailing {
            // Looked for among her own alone: another's record costs what no record costs.
            let isOwn =
                if case .record(let id) = target { try await index.entry(of: id, if: subject) != nil } else { true }
            return (isOwn, try await index.restrictions(of: subject))
        }
        guard isOwn else { throw GatewayError(.notFound) }
        let restriction = Restriction(
            target: target, audience: audience, purpose: purpose, effect: effect, decided: now, until: until)
        guard rules.count < Self.restrictionLimit || rules.contains(where: restriction.answersSameQuestion(as:))
        else { throw GatewayError(.invalidRequest, issues: [.tooManyRestrictions]) }
        let promise = try await enter(.consent(restriction, subject: subject), about: subject, by: .gateway)
        try await catchUpWithConsent(before: promise)
        return restriction
    }

    /// How many questions of target, audience and purpose a person may have decided about. All of them are opened at every look at the person's records;
    /// a decision about a question that is there already takes its place and is always possible.
    public static let restrictionLimit = 500

    /// The citizen's decisions in force and past, newest first.
    public func restrictions(
        of citizen: VerifiedCitizen, requestID: String
    ) async throws(GatewayError) -> [Restriction] {
        try await catchUpWithConsent()
        let subject = try identity(of: citizen.person)
        let reader = Reader.citizen(citizen)
        try await log(
            AccessEvent(
                time: clock(), action: .readRestrictions, outcome: .released, actor: reader.actor,
                purpose: reader.purpose,
                encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID), by: reader)
        return try await GatewayError.unavailableIfFailing { try await index.restrictions(of: subject) }
            .sorted { $0.decided > $1.decided }
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
