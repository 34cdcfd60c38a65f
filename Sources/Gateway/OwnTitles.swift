import Identity
import RecordIndex
public import RecordTypes

extension Gateway {
    /// What those of these records are called that are the citizen's own, so that her access log can name them. No content, and nothing of
    /// anybody else's.
    ///
    /// Not a look of its own: it belongs to the look at the log, which has been logged before.
    public func ownTitles(
        of citizen: VerifiedCitizen, among records: some Sequence<RecordID>
    ) async throws(GatewayError) -> [RecordID: String] {
        let subject = try identity(of: citizen.person)
        var titles: [RecordID: String] = [:]
        for id in Set(records) {
            titles[id] = try await GatewayError.unavailableIfFailing {
                try await index.entry(of: id, if: subject)?.description.title
            }
        }
        return titles
    }
}
