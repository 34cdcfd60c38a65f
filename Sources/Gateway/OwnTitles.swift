import Identity
import RecordIndex
public import RecordTypes

extension Gateway {
    /// What the citizen's own records are called, so that her access log can name them. No content, and nothing of anybody else's.
    ///
    /// Not a look of its own: it belongs to the look at the log, which has been logged before.
    public func ownTitles(of citizen: VerifiedCitizen) async throws(GatewayError) -> [RecordID: String] {
        let descriptions = try await GatewayError.unavailableIfFailing {
            try await index.descriptions(of: identities.identity(of: citizen.person))
        }
        return Dictionary(descriptions.map { ($0.id, $0.title) }) { first, _ in first }
    }
}
