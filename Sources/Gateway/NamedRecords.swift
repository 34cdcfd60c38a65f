import Identity
import RecordIndex
public import RecordTypes

/// Records by the names that their reader has for them.
extension Gateway {
    /// The record that this reader calls so: one that they have filed, or else one of another's, or one that does not exist.
    ///
    /// An institution costs one look into the index, whatever comes of it; nothing is said, and nothing is logged, before the record itself is asked
    /// for.
    public func record(_ name: RecordName, for reader: Reader) async throws(GatewayError) -> RecordID {
        let (own, others) = names(for: reader).candidates(name)
        guard case .institution(let institution, _) = reader else { return own }
        try await catchUpWithConsent()
        let filed = try await GatewayError.unavailableIfFailing { try await index.description(of: own)?.institution }
        return filed == institution.id ? own : others
    }

    /// What this institution calls these records.
    public func names(
        of records: some Sequence<RecordID>, for institution: VerifiedInstitution
    ) async throws(GatewayError) -> [RecordID: RecordName] {
        let names = pairwise.names(for: institution.id)
        var named: [RecordID: RecordName] = [:]
        for record in records where named[record] == nil {
            let author = try await GatewayError.unavailableIfFailing {
                try await index.description(of: record)?.institution
            }
            named[record] = names.name(of: record, filedBy: author)
        }
        return named
    }
}
