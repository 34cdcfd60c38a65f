import Consent
import Identity
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
        try await catchUpWithConsent()
        let now = clock()
        let subject = identities.identity(of: patient)
        let (found, rules) = try await GatewayError.unavailableIfFailing {
            (try await index.descriptions(of: subject), try await index.restrictions(of: subject))
        }
        let request = accessRequest(of: reader, at: now)
        let visible = found.filter { ConsentDecision.decide(request, on: $0, under: rules).isPermitted }
        let known = !found.isEmpty || !rules.isEmpty || ownIdentity(of: reader) == subject
        try await log(
            AccessEvent(
                time: now, action: .searchRecords,
                outcome: visible.isEmpty ? (found.isEmpty ? .empty : .refused) : .released,
                actor: reader.actor, purpose: reader.purpose, encounter: reader.encounter, basis: nil,
                subject: known ? subject : nil, records: visible.map(\.id), requestID: requestID), by: reader)
        return visible
    }

    /// A citizen's own records, newest first; logged as the citizen's own look.
    public func ownRecords(of citizen: VerifiedCitizen, requestID: String) async throws(GatewayError)
        -> [RecordDescription]
    {
        try await search(patient: citizen.person, as: .citizen(citizen), requestID: requestID)
    }
}
