import Consent
import Identity
import Ledger
import RecordIndex
public import RecordTypes

extension Gateway {
    /// The records of one person that this reader may see, newest first. Hits are logged as a search, not as opened.
    ///
    /// An unknown person, one without records and one whose every record is restricted are one answer: the empty list, after the same
    /// durable steps. No total is given and nothing is counted that was filtered out.
    public func search(
        patient: PersonIdentifier, as reader: Reader, requestID: String
    ) async throws(GatewayError) -> [RecordDescription] {
        let start = ContinuousClock.now
        try await catchUpWithConsent()
        let now = clock()
        let subject = identities.identity(of: patient)
        let found = try await decisions(onAllOf: subject, for: reader, at: now)
        let visible = found.permitted
        let known = found.isAnything || ownIdentity(of: reader) == subject
        let promise = try await log(
            AccessEvent(
                time: now, action: .searchRecords,
                outcome: !visible.isEmpty ? .released : found.isEmpty ? .empty : .refused,
                actor: reader.actor, purpose: reader.purpose, encounter: reader.encounter, basis: nil,
                subject: known ? subject : nil, records: visible.map(\.id), requestID: requestID), by: reader)
        try await catchUpWithConsent(before: promise)
        let still = Set(try await decisions(onAllOf: subject, for: reader, at: now).permitted.map(\.id))
        let released = visible.filter { still.contains($0.id) }
        if released.isEmpty { await holdBack(since: start) }
        return released
    }

    /// What there is of a person, and what of it this reader may see.
    private struct Decisions {
        var permitted: [RecordDescription] = []
        /// No record at all.
        var isEmpty = true
        /// A record, or a rule without one.
        var isAnything = false
    }

    private func decisions(
        onAllOf subject: LedgerIdentity, for reader: Reader, at now: Instant
    ) async throws(GatewayError) -> Decisions {
        let (found, rules) = try await GatewayError.unavailableIfFailing {
            (try await index.descriptions(of: subject), try await index.restrictions(of: subject))
        }
        let request = accessRequest(of: reader, at: now)
        return Decisions(
            permitted: found.filter { ConsentDecision.decide(request, on: $0, under: rules).isPermitted },
            isEmpty: found.isEmpty, isAnything: !found.isEmpty || !rules.isEmpty)
    }

    /// A citizen's own records, newest first; logged as the citizen's own look.
    public func ownRecords(of citizen: VerifiedCitizen, requestID: String) async throws(GatewayError)
        -> [RecordDescription]
    {
        try await search(patient: citizen.person, as: .citizen(citizen), requestID: requestID)
    }
}
