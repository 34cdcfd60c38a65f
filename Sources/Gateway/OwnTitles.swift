import Consent
import Identity
import RecordIndex
public import RecordTypes

extension Gateway {
    /// What those of these records are called that are the citizen's own, so that her access log can name them. No content, and nothing of
    /// anybody else's.
    ///
    /// Not a look of its own: it belongs to the look at the log, which has been logged before.
    public func ownTitles(
        of keeper: Keeper, among records: some Sequence<RecordID>
    ) async throws(GatewayError) -> [RecordID: String] {
        let subject = try identity(of: keeper.person)
        let request = try accessRequest(of: keeper.reader, at: clock())
        var titles: [RecordID: String] = [:]
        for id in Set(records) {
            let record = try await GatewayError.unavailableIfFailing {
                try await index.entry(of: id, if: subject)?.description
            }
            // What they may not read yet is not named either.
            if let record, ConsentDecision.decide(request, on: record, under: []).isPermitted {
                titles[id] = record.title
            }
        }
        return titles
    }
}
