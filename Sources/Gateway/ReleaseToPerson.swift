import Identity
import Ledger
import RecordIndex
public import RecordTypes
import Statements

extension Gateway {
    /// The institution that filed a document has talked it over with the person, who sees it from now on.
    ///
    /// Durable order: 1. the record's next ledger entry, which says so; 2. the registry, which every reader waits for. Released again, nothing
    /// happens.
    /// - Throws: `notFound` for a record that is another institution's, or none.
    public func releaseToPerson(
        _ id: RecordID, by institution: VerifiedInstitution
    ) async throws(GatewayError) {
        try await catchUpWithConsent()
        let found = try await GatewayError.unavailableIfFailing { try await index.entry(of: id) }
        guard let entry = found, entry.description.institution == institution.id else {
            throw GatewayError(.notFound)
        }
        guard entry.description.heldBackUntil != nil else { return }
        let released = entry.description.released()
        let promise = try await enter(
            .record(released, patient: entry.patient), about: released.subject,
            by: SubmitterTag.of(institution.id))
        try await catchUpWithConsent(before: promise)
    }
}
