import Identity
public import Ledger
public import RecordTypes
import Statements

extension Gateway {
    /// Everything that the log holds about a person, with the proof that nothing of it was left out.
    ///
    /// 1. the look is logged, like every other;
    /// 2. a statement of completeness is entered: the newest checkpoint, and the person's count in it;
    /// 3. when a published checkpoint covers the statement, all entries up to it are gathered, each with its proof.
    /// - Throws: `unavailable` when no checkpoint covers the statement in time; asked again, another statement is entered.
    public func proveCompleteness(
        of keeper: Keeper, requestID: String
    ) async throws(GatewayError) -> CompletenessProof {
        let subject = try identity(of: keeper.person)
        let reader = keeper.reader
        try await catchUpWithConsent()
        try allow(.log, to: keeper, at: clock())
        try await log(
            AccessEvent(
                time: clock(), action: .readAccessLog, outcome: .released, actor: reader.actor, purpose: reader.purpose,
                encounter: nil, basis: nil, subject: subject, records: [], requestID: requestID), by: reader)
        let said = try await GatewayError.unavailableIfFailing { try await ledger.lastCountStatement(of: subject) }
        let promise = try await enter(
            .administration(LastCountStatement.name, detail: said.detail), about: subject, by: .gateway)
        return try await GatewayError.unavailableIfFailing {
            try await ledger.waitForCheckpoint(covering: promise.index, within: patience)
            return try await ledger.completeness(of: subject, through: promise.index)
        }
    }
}
