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
    /// - Throws: `notFound` when the record is not the citizen's own; `invalidRequest` when `until` has already passed.
    @discardableResult
    public func change(
        _ effect: Restriction.Effect, for audience: Restriction.Audience, to target: Restriction.Target,
        until: Instant?,
        by citizen: VerifiedCitizen
    ) async throws(GatewayError) -> Restriction {
        let now = clock()
        if let until, until <= now { throw GatewayError(.invalidRequest, issues: [.restrictionAlreadyOver]) }
        let subject = identities.identity(of: citizen.person)
        try await catchUpWithConsent()
        if case .record(let id) = target {
            let description = try await GatewayError.unavailableIfFailing { try await index.description(of: id) }
            guard description?.subject == subject else { throw GatewayError(.notFound) }
        }
        let restriction = Restriction(target: target, audience: audience, effect: effect, decided: now, until: until)
        try await GatewayError.unavailableIfFailing {
            let promise = try await ledger.append(
                LedgerDraft(
                    kind: .consent, subject: subject, submitter: .gateway,
                    statement: Statement.consent(restriction, subject: subject).bytes, idempotencyKey: nil))
            try await projections.catchUp(through: promise.index)
        }
        return restriction
    }

    /// The citizen's decisions in force and past, newest first.
    public func restrictions(
        of citizen: VerifiedCitizen, requestID: String
    ) async throws(GatewayError) -> [Restriction] {
        try await catchUpWithConsent()
        let subject = identities.identity(of: citizen.person)
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
}
